"""Converts calls to events of each seat, each with the interval in which it took effect."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from tests.faults.histories.final_state import FinalState, Order, Ticket
from tests.faults.histories.history import Call, Change, Fault, History, Operation, hold_of
from tests.faults.histories.seat_model import EventKind, SeatEvent

LATE_EFFECT_SECONDS = 15.0
"""Seconds for which a call without a response may still be executed."""

PAYMENT_SECONDS = 600.0
"""Seconds by which a payment extends a hold (B13)."""

NEVER = (-inf, -inf)

REJECTED_AFTER_FREEZE = {
    "seats-taken",
    "seat-out-of-service",
    "show-cancelled",
    "sales-not-open",
    "sales-closed",
    "seat-not-found",
}
"""Codes that a purchase may get after its hold was frozen."""


class DatabaseClock:
    """The possible times of the database's clock, from the steps of the nemesis."""

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
    """The Unix time of a response's timestamp."""
    return datetime.fromisoformat(moment).timestamp()


@dataclass
class EventCollector:
    """Collects the events of each seat of one show from its operations."""

    clock: DatabaseClock
    final: FinalState
    hold_seconds: float
    holds_of_keys: Mapping[str, Sequence[tuple[float, str]]] = field(default_factory=dict)
    """The holds that each Idempotency-Key returned, with the start of each request."""
    cancelled: float = inf
    """When the show may have been cancelled. Its tickets are refunded some time later."""
    events: dict[int, list[SeatEvent]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The seats of each hold, according to the responses so far."""
    frozen: set[str] = field(default_factory=set)
    """Holds with at least one payment."""
    sales: dict[str, tuple[float, float]] = field(default_factory=dict)
    """The interval in which each order's seats were sold, by reference."""
    refunded: dict[tuple[Order, int], tuple[float, float]] = field(default_factory=dict)
    """The interval in which each seat of an order was refunded."""
    purchases: set[str] = field(default_factory=set)
    """Idempotency-Keys of payments."""
    source: int = 0

    def add(self, operation: Operation) -> None:
        """Add an operation. Operations of one hold must be added in order."""
        self.source = operation.last.operation
        getattr(self, f"_{operation.verb}")(operation)

    def add_move(self, change: Change) -> None:
        """Add a move of the show to another hall, which deletes expired rows first."""
        for seat in [*self.events]:
            self._note(EventKind.EXPIRED_ROW_DELETED, [seat], "", change.start, change.end, optional=True)

    def finish(self, end: float) -> None:
        """Add the sales and the final owners."""
        for order in self.final.orders:
            sold = self.sales.get(order.reference)
            if sold and order.paid:
                self._note(EventKind.BOOKED, order.seats, order.hold, *sold)
            for ticket in order.tickets if self.cancelled < inf else []:
                self._add_refund_of_cancelled_show(order, ticket, end)
        for (order, seat), (start, before) in self.refunded.items():
            self._note(EventKind.FREED, [seat], order.hold, start, before, optional=order.is_over)
        booked = {seat: hold for _, seat, hold in self.final.booked}
        for seat in [*self.events]:
            kind = EventKind.FINALLY_BOOKED if seat in booked else EventKind.FINALLY_UNSOLD
            self._note(kind, [seat], booked.get(seat, ""), end, end)

    def _add_refund_of_cancelled_show(self, order: Order, ticket: Ticket, end: float) -> None:
        if not ticket.is_valid:
            start, before = self.refunded.get((order, ticket.seat), (inf, end))
            self.refunded[order, ticket.seat] = (min(start, self.cancelled), before)

    def _lock(self, operation: Operation) -> None:
        call, requested = operation.last, operation.last.request["seat_ids"]
        hold = self._hold(call)
        kept = self.seats[hold] - set(requested)
        now = self.clock.between(operation.start, operation.end)
        until = (now[0], now[1] + self.hold_seconds)
        if self._is_indeterminate(operation):
            self._note_possible(EventKind.HELD, requested, hold, operation, until)
            self._note_possible(EventKind.EXTENDED, kept, hold, operation, until)
        if call.status == 201:
            # A repetition with the key returns the hold as it is now, without seats released since.
            self._note_at_server_time(
                EventKind.HELD, set(requested) & set(call.response["seat_ids"]), hold, call
            )
            self._note_at_server_time(
                EventKind.EXTENDED, set(call.response["seat_ids"]) - set(requested), hold, call
            )
            self.seats[hold] = set(call.response["seat_ids"])
        self._rejected(call, hold, kept)

    def _extend(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        now = self.clock.between(operation.start, operation.end)
        if self._is_indeterminate(operation):
            until = (now[0], now[1] + self.hold_seconds)
            self._note_possible(EventKind.EXTENDED, self.seats[hold], hold, operation, until)
        if call.status == 200:
            self._note_at_server_time(EventKind.EXTENDED, call.response["seat_ids"], hold, call)
            self.seats[hold] = set(call.response["seat_ids"])
        self._rejected(call, hold, self.seats[hold])

    def _book(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        start, end = operation.start, operation.end
        earliest, latest = (moment + PAYMENT_SECONDS for moment in self.clock.between(start, end))
        for order in self.final.of_hold(hold):
            self.sales.setdefault(order.reference, (start, inf))
        is_first = hold not in self.frozen
        is_repetition = operation.may_be_a_repetition or operation.key in self.purchases
        self.purchases |= {operation.key} - {""}
        self.frozen.add(hold)
        if call.status == 201:
            if self._is_indeterminate(operation):
                # The call was cut off after the freeze, which may have expired before the sale.
                self._note_possible(EventKind.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
            self._sold(call.response["order"]["reference"], end)
        elif call.status == 202 and not is_repetition:
            frozen = (earliest if is_first else -inf, latest)
            self._note(EventKind.FROZEN, self.seats[hold], hold, start, end, frozen)
        elif call.status == 402 and "locked_until" in call.response and not is_repetition:
            until = unix(call.response["locked_until"])
            self._note(EventKind.FROZEN, self.seats[hold], hold, start, end, (until, until))
        elif call.status in {202, 402}:
            # The response of an earlier call may be outdated.
            self._note_possible(EventKind.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
        elif self._is_indeterminate(operation) or call.response.get("code") in REJECTED_AFTER_FREEZE:
            self._note_possible(EventKind.FROZEN, self.seats[hold], hold, operation, (-inf, latest))
        self._rejected(call, hold, self.seats[hold])

    def _pay(self, operation: Operation) -> None:
        """Add a confirmation of a payment, or a request for its status."""
        if operation.last.response.get("status") == "BOOKED":
            self._sold(operation.last.request["reference"], operation.end)

    def _release(self, operation: Operation) -> None:
        call = operation.last
        hold = self._hold(call)
        requested = set(call.request.get("seat_ids") or self.seats[hold])
        if self._is_indeterminate(operation):
            self._note_possible(EventKind.FREED, requested, hold, operation)
        if call.status == 200:
            released = set(call.response["released"])
            self._note(EventKind.FREED, released, hold, call.start, call.end)
            self._note(EventKind.NOT_OWNED, requested - released, hold, call.start, call.end)
            self.seats[hold] -= requested
        self._rejected(call, hold, requested)

    def _refund(self, operation: Operation) -> None:
        """A ticket is refunded once, and each repeated request gets the same response (B17)."""
        call = operation.last
        order = self.final.order(call.request["reference"])
        if order and call.status == 200:
            for seat in call.response["released"]:
                start, end = self.refunded.get((order, seat), (inf, inf))
                self.refunded[order, seat] = (min(start, operation.start), min(end, operation.end))
        elif order and self._is_indeterminate(operation):
            self._note_possible(
                EventKind.FREED, call.request.get("seat_ids") or order.seats, order.hold, operation
            )

    def _look(self, operation: Operation) -> None:
        """Reading an order or admitting a ticket changes no owner."""

    _admit = _look

    def _hold(self, call: Call) -> str:
        """The hold of a call. A hold whose token was never returned gets a unique name."""
        token = call.response.get("hold_token") or call.request.get("hold_token")
        if token:
            return hold_of(token)
        returned_later = self.holds_of_keys.get(call.request.get("key", ""), [])
        return next(
            (hold for requested, hold in returned_later if requested > call.start),
            f"unknown {call.operation}",
        )

    def _is_indeterminate(self, operation: Operation) -> bool:
        return any(call.is_indeterminate for call in operation.calls)

    def _sold(self, reference: str, end: float) -> None:
        start, before = self.sales.get(reference, (end, inf))
        self.sales[reference] = (start, min(before, end))

    def _rejected(self, call: Call, hold: str, seats: Iterable[int]) -> None:
        """Add what a rejection says about the seats' owners. A rejection changes nothing."""
        code = call.response.get("code")
        if code == "seats-taken":
            self._note(EventKind.OBSERVED_TAKEN, call.response["seat_ids"], hold, call.start, call.end)
        elif code == "hold-expired":
            self._note(EventKind.NOT_OWNED, list(seats), hold, call.start, call.end)

    def _note_at_server_time(self, kind: EventKind, seats: Iterable[int], hold: str, call: Call) -> None:
        now, until = unix(call.response["server_time"]), unix(call.response["locked_until"])
        for seat in seats:
            self.events[seat].append(
                SeatEvent(kind, hold, call.start, call.end, (now, now), (until, until), source=self.source)
            )

    def _note(
        self,
        kind: EventKind,
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
            event = SeatEvent(kind, hold, start, end, clock, until, optional, self.source)
            self.events[seat].append(event)

    def _note_possible(
        self,
        kind: EventKind,
        seats: Iterable[int],
        hold: str,
        operation: Operation,
        until: tuple[float, float] = NEVER,
    ) -> None:
        self._note(
            kind, seats, hold, operation.start, operation.end + LATE_EFFECT_SECONDS, until, optional=True
        )


def events_of_seats(
    history: History, final: FinalState, end: float
) -> Iterator[tuple[tuple[int, int], Sequence[SeatEvent]]]:
    """The events of each seat of each show, with its final owner last."""
    clock = DatabaseClock(
        float(history.parameters["epoch"]), history.faults_named("step the database's clock")
    )
    operations = history.operations()
    keys = holds_of_keys(operations)
    for show in sorted({operation.show for operation in operations}):
        cancelled = [change.start for change in history.changes if change.subject == f"status of show {show}"]
        collector = EventCollector(
            clock,
            final.of_show(show),
            float(history.parameters["hold_seconds"]),
            keys,
            min(cancelled, default=inf),
        )
        for operation in operations:
            if operation.show == show:
                collector.add(operation)
        for change in history.changes:
            if change.subject == f"hall of show {show}":
                collector.add_move(change)
        collector.finish(end)
        for seat, events in sorted(collector.events.items()):
            yield (show, seat), events


def holds_of_keys(operations: Iterable[Operation]) -> dict[str, list[tuple[float, str]]]:
    """The holds that each Idempotency-Key returned, in order, with the start of each request."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for operation in operations:
        if operation.verb == "lock" and operation.last.status == 201 and operation.key:
            found[operation.key].append((operation.start, hold_of(operation.last.response["hold_token"])))
    return found
