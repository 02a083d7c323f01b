"""From calls and answers to what happened to each seat, and when it can have happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from tests.faults.histories.books import Books, Order, Ticket
from tests.faults.histories.history import Call, Change, Fault, History, Operation, hold_of
from tests.faults.histories.owners import Deed, SeatEvent

GRACE = 15.0
"""Seconds for which a call that was cut off may still be on its way."""

PAYING = 600.0
"""Seconds that pressing Pay gives a hold (B13)."""

NEVER = (-inf, -inf)

LOST = {
    "seats-taken",
    "seat-out-of-service",
    "show-cancelled",
    "sales-not-open",
    "sales-closed",
    "seat-not-found",
}
"""Why a purchase may be refused after its hold was frozen."""


class DatabaseClock:
    """What the database's clock can have shown, by the steps that the nemesis took."""

    def __init__(self, epoch: float, steps: Iterable[Fault]) -> None:
        self._epoch = epoch
        starts = [(-inf, 0.0), *((step.start, float(step.facts["offset"])) for step in steps)]
        ends = [*(step.end for step in steps), inf]
        self._offsets = [(start, end, offset) for (start, offset), end in zip(starts, ends, strict=True)]

    def between(self, start: float, end: float) -> tuple[float, float]:
        """The lowest and the highest Unix time from `start` to `end` of the monotonic clock."""
        offsets = [offset for since, until, offset in self._offsets if since <= end and start <= until]
        return start + self._epoch + min(offsets), end + self._epoch + max(offsets)


def unix(moment: str) -> float:
    """The Unix time of an answer's timestamp."""
    return datetime.fromisoformat(moment).timestamp()


@dataclass
class Evidence:
    """Collects the events of each seat of one show, operation by operation."""

    clock: DatabaseClock
    books: Books
    hold_seconds: float
    holds_of_keys: Mapping[str, Sequence[tuple[float, str]]] = field(default_factory=dict)
    """Which holds each Idempotency-Key made or found, and when somebody asked."""
    cancelled: float = inf
    """From when on the show may be cancelled: its tickets are refunded by and by."""
    events: dict[int, list[SeatEvent]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """What each hold had, by the answers so far."""
    frozen: set[str] = field(default_factory=set)
    """Holds that Pay was pressed for, once or more."""
    sales: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Between when each order's seats were sold, by its reference."""
    given_back: dict[tuple[Order, int], tuple[float, float]] = field(default_factory=dict)
    """Between when each seat of an order was given back."""
    purchases: set[str] = field(default_factory=set)
    """Idempotency-Keys that somebody paid under."""
    source: int = 0

    def add(self, operation: Operation) -> None:
        """Take in an operation; those of one hold in their order."""
        self.source = operation.last.operation
        getattr(self, f"_{operation.verb}")(operation)

    def wiped(self, change: Change) -> None:
        """A show moves once nobody has a seat; rows whose time is over are deleted first."""
        for seat in [*self.events]:
            self._note(Deed.WIPED, [seat], "", change.start, change.end, optional=True)

    def finish(self, end: float) -> None:
        """Add what the books know of sales and of the end."""
        for order in self.books.orders:
            sold = self.sales.get(order.reference)
            if sold and order.paid:
                self._note(Deed.BOOKED, order.seats, order.hold, *sold)
            for ticket in order.tickets if self.cancelled < inf else []:
                self._refunded_with_the_show(order, ticket, end)
        for (order, seat), (start, before) in self.given_back.items():
            self._note(Deed.FREED, [seat], order.hold, start, before, optional=order.is_over)
        booked = {seat: hold for _, seat, hold in self.books.booked}
        for seat in [*self.events]:
            deed = Deed.SEEN_BOOKED if seat in booked else Deed.SEEN_UNSOLD
            self._note(deed, [seat], booked.get(seat, ""), end, end)

    def _refunded_with_the_show(self, order: Order, ticket: Ticket, end: float) -> None:
        if not ticket.is_valid:
            start, before = self.given_back.get((order, ticket.seat), (inf, end))
            self.given_back[order, ticket.seat] = (min(start, self.cancelled), before)

    def _lock(self, operation: Operation) -> None:
        call, asked = operation.last, operation.last.asked["seat_ids"]
        hold = self._hold(call)
        kept = self.seats[hold] - set(asked)
        soon = self.clock.between(operation.start, operation.end)
        until = (soon[0], soon[1] + self.hold_seconds)
        if self._in_doubt(operation):
            self._perhaps(Deed.HELD, asked, hold, operation, until)
            self._perhaps(Deed.EXTENDED, kept, hold, operation, until)
        if call.status == 201:
            # Asked again under its key, the hold is told as it is: without what was given back since.
            self._exactly(Deed.HELD, set(asked) & set(call.answer["seat_ids"]), hold, call)
            self._exactly(Deed.EXTENDED, set(call.answer["seat_ids"]) - set(asked), hold, call)
            self.seats[hold] = set(call.answer["seat_ids"])
        self._refused(call, hold, kept)

    def _extend(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        soon = self.clock.between(operation.start, operation.end)
        if self._in_doubt(operation):
            until = (soon[0], soon[1] + self.hold_seconds)
            self._perhaps(Deed.EXTENDED, self.seats[hold], hold, operation, until)
        if call.status == 200:
            self._exactly(Deed.EXTENDED, call.answer["seat_ids"], hold, call)
            self.seats[hold] = set(call.answer["seat_ids"])
        self._refused(call, hold, self.seats[hold])

    def _book(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        start, end = operation.start, operation.end
        earliest, latest = (moment + PAYING for moment in self.clock.between(start, end))
        for order in self.books.of_hold(hold):
            self.sales.setdefault(order.reference, (start, inf))
        is_first = hold not in self.frozen
        is_repeat = operation.may_have_been_done_before or operation.key in self.purchases
        self.purchases |= {operation.key} - {""}
        self.frozen.add(hold)
        if call.status == 201:
            if self._in_doubt(operation):
                # Cut off after the freeze, which may have run out before it was finished.
                self._perhaps(Deed.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
            self._sold(call.answer["order"]["reference"], end)
        elif call.status == 202 and not is_repeat:
            frozen = (earliest if is_first else -inf, latest)
            self._note(Deed.FROZEN, self.seats[hold], hold, start, end, frozen)
        elif call.status == 402 and "locked_until" in call.answer and not is_repeat:
            thawed = unix(call.answer["locked_until"])
            self._note(Deed.FROZEN, self.seats[hold], hold, start, end, (thawed, thawed))
        elif call.status in {202, 402}:
            # What paid for it a moment ago may have changed since.
            self._perhaps(Deed.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
        elif self._in_doubt(operation) or call.answer.get("code") in LOST:
            self._perhaps(Deed.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
        self._refused(call, hold, self.seats[hold])

    def _pay(self, operation: Operation) -> None:
        """The further step was done, or the payment was looked at again."""
        if operation.last.answer.get("status") == "BOOKED":
            self._sold(operation.last.asked["reference"], operation.end)

    def _release(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        asked = set(call.asked.get("seat_ids") or self.seats[hold])
        if self._in_doubt(operation):
            self._perhaps(Deed.FREED, asked, hold, operation)
        if call.status == 200:
            released = set(call.answer["released"])
            self._note(Deed.FREED, released, hold, call.start, call.end)
            self._note(Deed.NOT_OWN, asked - released, hold, call.start, call.end)
            self.seats[hold] -= asked
        self._refused(call, hold, asked)

    def _refund(self, operation: Operation) -> None:
        """A ticket is refunded once, and each repeated request gets the same response (B17)."""
        call = operation.last
        order = self.books.order(call.asked["reference"])
        if order and call.status == 200:
            for seat in call.answer["released"]:
                start, end = self.given_back.get((order, seat), (inf, inf))
                self.given_back[order, seat] = (min(start, operation.start), min(end, operation.end))
        elif order and self._in_doubt(operation):
            self._perhaps(Deed.FREED, call.asked.get("seat_ids") or order.seats, order.hold, operation)

    def _look(self, operation: Operation) -> None:
        """Looking at an order, or at a ticket at the door, changes no owner."""

    _admit = _look

    def _hold(self, call: Call) -> str:
        """The hold that a call is about; one that nobody heard of has a name of its own."""
        token = call.answer.get("hold_token") or call.asked.get("hold_token")
        if token:
            return hold_of(token)
        heard_later = self.holds_of_keys.get(call.asked.get("key", ""), [])
        return next((hold for asked, hold in heard_later if asked > call.start), f"unheard {call.operation}")

    def _in_doubt(self, operation: Operation) -> bool:
        return any(call.is_in_doubt for call in operation.calls)

    def _sold(self, reference: str, end: float) -> None:
        start, before = self.sales.get(reference, (end, inf))
        self.sales[reference] = (start, min(before, end))

    def _refused(self, call: Call, hold: str, seats: Iterable[int]) -> None:
        """Refusals change nothing, and say something about whose the seats were."""
        code = call.answer.get("code")
        if code == "seats-taken":
            self._note(Deed.SEEN_TAKEN, call.answer["seat_ids"], hold, call.start, call.end)
        elif code == "hold-expired":
            self._note(Deed.NOT_OWN, list(seats), hold, call.start, call.end)

    def _exactly(self, deed: Deed, seats: Iterable[int], hold: str, call: Call) -> None:
        now, until = unix(call.answer["server_time"]), unix(call.answer["locked_until"])
        for seat in seats:
            self.events[seat].append(
                SeatEvent(deed, hold, call.start, call.end, (now, now), (until, until), source=self.source)
            )

    def _note(
        self,
        deed: Deed,
        seats: Iterable[int],
        hold: str,
        start: float,
        end: float,
        until: tuple[float, float] = NEVER,
        *,
        optional: bool = False,
    ) -> None:
        clock = self.clock.between(start, end)
        for seat in seats:
            event = SeatEvent(deed, hold, start, end, clock, until, optional, self.source)
            self.events[seat].append(event)

    def _perhaps(
        self,
        deed: Deed,
        seats: Iterable[int],
        hold: str,
        operation: Operation,
        until: tuple[float, float] = NEVER,
    ) -> None:
        self._note(deed, seats, hold, operation.start, operation.end + GRACE, until, optional=True)


def events_of_seats(
    history: History, books: Books, end: float
) -> Iterator[tuple[tuple[int, int], Sequence[SeatEvent]]]:
    """What happened to each seat of each show, up to the books at the end."""
    clock = DatabaseClock(float(history.terms["epoch"]), history.faults_named("step the database's clock"))
    operations = history.operations()
    keys = holds_of_keys(operations)
    for show in sorted({operation.show for operation in operations}):
        cancelled = [change.start for change in history.changes if change.subject == f"status of show {show}"]
        evidence = Evidence(
            clock,
            books.of_show(show),
            float(history.terms["hold_seconds"]),
            keys,
            min(cancelled, default=inf),
        )
        for operation in operations:
            if operation.show == show:
                evidence.add(operation)
        for change in history.changes:
            if change.subject == f"hall of show {show}":
                evidence.wiped(change)
        evidence.finish(end)
        for seat, events in sorted(evidence.events.items()):
            yield (show, seat), events


def holds_of_keys(operations: Iterable[Operation]) -> dict[str, list[tuple[float, str]]]:
    """Which holds each Idempotency-Key made or found, as far as somebody was told, in their order."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for operation in operations:
        if operation.verb == "lock" and operation.last.status == 201 and operation.key:
            found[operation.key].append((operation.start, hold_of(operation.last.answer["hold_token"])))
    return found
