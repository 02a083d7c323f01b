"""Judges a run: what the clients were told, against the rules and the books. Pure: no clock, no I/O."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from tests.faults.histories.books import PENDING_ORDER, Books, Money, Order
from tests.faults.histories.doors import wrong_admissions
from tests.faults.histories.evidence import DatabaseClock, events_of_seats, unix
from tests.faults.histories.history import Call, Fault, History, hold_of
from tests.faults.histories.judging import misjudged
from tests.faults.histories.keys import misused_keys
from tests.faults.histories.linear import Stuck, explain
from tests.faults.histories.owners import FREE, SLACK, Rules, SeatEvent
from tests.faults.histories.promises import broken_promises

FORGETTABLE = 1.0
"""Seconds before a crash in which a first hold may be forgotten: three rounds of the WAL writer (B16)."""

CAPTURED_AT_ONCE = "settled"
"""The card whose money is taken with no reservation."""

UNSELLABLE: set[object] = {
    (409, "show-cancelled"),
    (409, "sales-not-open"),
    (409, "sales-closed"),
    (409, "seat-out-of-service"),
    (404, "seat-not-found"),
}
"""What staff can make of a show; `judging` asks whether they had."""

EXPECTED: dict[str, set[object]] = {
    "lock": {
        201,
        (409, "seats-taken"),
        (409, "hold-frozen"),
        (409, "already-booked"),
        (410, "hold-expired"),
        (422, "idempotency-mismatch"),
        *UNSELLABLE,
    },
    "extend": {
        200,
        (409, "hold-frozen"),
        (409, "already-booked"),
        (409, "extension-limit"),
        (410, "hold-expired"),
    },
    "book": {
        201,
        202,
        (402, "payment-declined"),
        (409, "seats-taken"),
        (409, "hold-frozen"),
        (409, "hold-changed"),
        (409, "already-booked"),
        (409, "idempotency-in-flight"),
        (410, "hold-expired"),
        (422, "idempotency-mismatch"),
        (429, "too-many-requests"),
        (400, "invalid"),
        *UNSELLABLE,
    },
    "pay": {200, (404, "order-not-found")},
    "look": {200},
    "admit": {200},
    "release": {200, (404, "seat-not-found"), (409, "hold-frozen"), (409, "already-booked")},
    "refund": {200, (409, "not-refundable"), (409, "idempotency-in-flight")},
}
"""What may be answered, beside that the box office is busy or out of reach (503)."""

UNFINISHED = {"BEGUN", "NEEDS_ACTION", "PENDING", "CANCELLING", "AUTHORISED"}
UNFINISHED_AT_PROVIDER = {"CHALLENGED", "PROCESSING", "RESERVED"}


def anomalies(history: History, books: Books, end: float) -> list[str]:
    """What must not have happened, in words; `end` is when the books were read. Empty if all is well."""
    gone = _gone(history, books)
    found = [
        *_answers(history),
        *_clocks(history),
        *_owners(history, books, end, gone),
        *_acknowledged(history, books),
        *_tickets(books),
        *broken_promises(history, books),
        *misjudged(history),
        *misused_keys(history, gone),
        *wrong_admissions(history, books),
    ]
    for order in books.orders:
        found += [f"Order {order.reference}: {wrong}" for wrong in _order(order)]
    return found


def _answers(history: History) -> Iterator[str]:
    """Every answer is one that the contract knows; none is a fault of the server."""
    for call in history.calls:
        answer = (call.status, call.answer.get("code")) if call.status >= 400 else call.status
        if call.status not in {0, 503} and answer not in EXPECTED[call.verb]:
            yield f"Operation {call.operation}, {call.verb}: answered {answer}"


def _clocks(history: History) -> Iterator[str]:
    """Holds are judged by the database's clock, read once and after the seat's lock was won (B2)."""
    clock = DatabaseClock(float(history.terms["epoch"]), history.faults_named("step the database's clock"))
    repeats = _repeats(history)
    for call in history.calls:
        if call.status in {200, 201} and "server_time" in call.answer:
            now = unix(call.answer["server_time"])
            low, high = clock.between(call.start, call.end)
            if not low - SLACK <= now <= high + SLACK:
                yield f"Operation {call.operation}, {call.verb}: judged by another clock than the database's"
            if id(call) not in repeats:
                yield from _waits(call, now, history.faults_named("hoard seats"))
                yield from _term(call, now, float(history.terms["hold_seconds"]))


def _repeats(history: History) -> set[int]:
    """Calls under a key that was used before: such a call may find its hold, and writes nothing (B15)."""
    seen: set[object] = set()
    found: set[int] = set()
    for call in sorted(history.calls, key=lambda call: call.start):
        if key := call.asked.get("key"):
            found |= {id(call)} if key in seen else set()
            seen.add(key)
    return found


def _waits(call: Call, now: float, hoards: list[Fault]) -> Iterator[str]:
    """Who has a seat's lock keeps everybody else from it (B11)."""
    for hoard in hoards:
        both = set(hoard.facts["seats"]) & set(call.answer["seat_ids"])
        if both and hoard.facts["since"] < now < hoard.facts["until"]:
            wrong = "was granted" if call.end < hoard.facts["before"] else "its clock was read"
            yield (
                f"Operation {call.operation}, {call.verb}: {wrong} while somebody else had the lock "
                f"of seat {min(both)}"
            )


def _term(call: Call, now: float, hold_seconds: float) -> Iterator[str]:
    """Nobody is given more than a whole term, except by paying, which has happened to no new hold (B2)."""
    is_new = call.verb == "lock" and "hold_token" not in call.asked
    if is_new and unix(call.answer["locked_until"]) - now > hold_seconds + 0.001:
        yield f"Operation {call.operation}, lock: held for longer than {hold_seconds} s"


def _owners(history: History, books: Books, end: float, gone: Mapping[str, float]) -> Iterator[str]:
    """For each seat of each show there is one order of what happened that explains every answer."""
    rules = Rules(gone)
    for (show, seat), events in events_of_seats(history, books, end):
        stuck = explain(events, rules.step, FREE)
        if stuck:
            yield f"Show {show}, seat {seat}: no legal order of owners. {_told(stuck)}"


def _told(stuck: Stuck) -> str:
    states = " or ".join(sorted({str(state) for state in stuck.states}))
    events = [event for event in stuck.candidates if isinstance(event, SeatEvent)]
    told = "; ".join(
        f"operation {event.source} at {event.start:.3f} to {event.end:.3f}: {event.deed} by {event.hold}"
        for event in events
    )
    return f"After {stuck.done} events it is {states}, and then: {told}"


def _gone(history: History, books: Books) -> dict[str, float]:
    """Since when which holds may have ended by themselves."""
    gone: dict[str, float] = {}
    for operation in history.operations():
        for order in books.of_hold(_hold(operation.last)) if operation.last.verb == "book" else []:
            if order.is_over:
                gone.setdefault(order.hold, operation.start)
    for crash in history.faults_named("kill the database"):
        for hold, last in _last_acknowledged(history, before=crash.end).items():
            if _may_be_forgotten(last) and last.end > crash.start - FORGETTABLE:
                gone[hold] = min(crash.start, gone.get(hold, crash.start))
    return gone


def _last_acknowledged(history: History, before: float) -> dict[str, Call]:
    """What each hold was last told to have, up to a moment."""
    told = (call for call in history.calls if call.status in {200, 201, 202} and call.end <= before)
    return {_hold(call): call for call in sorted(told, key=lambda call: call.end)}


def _may_be_forgotten(call: Call) -> bool:
    """Only a hold's first statement may commit asynchronously; whatever follows is durable (B16)."""
    return call.verb == "lock" and "hold_token" not in call.asked


def _hold(call: Call) -> str:
    token = call.answer.get("hold_token") or call.asked.get("hold_token")
    return hold_of(token) if token else ""


def _acknowledged(history: History, books: Books) -> Iterator[str]:
    """Every booking that was acknowledged is in the books, with its very tickets (B16)."""
    for call in history.calls:
        if call.verb != "book" or call.status != 201:
            continue
        reference = call.answer["order"]["reference"]
        order = books.order(reference)
        told = sorted(ticket["seat_id"] for ticket in call.answer["tickets"])
        if order is None or not order.paid:
            yield f"Operation {call.operation}: the acknowledged booking {reference} is not in the books"
        elif told != sorted(ticket.seat for ticket in order.tickets):
            yield f"Operation {call.operation}: booking {reference} has other tickets than was acknowledged"


def _tickets(books: Books) -> Iterator[str]:
    """At most one valid ticket for a seat, and exactly where the seat is BOOKED (B17)."""
    valid = Counter(
        (order.show, ticket.seat, order.hold)
        for order in books.orders
        for ticket in order.tickets
        if ticket.is_valid
    )
    seats = Counter((show, seat) for show, seat, _ in valid.elements())
    for (show, seat), count in sorted(seats.items()):
        if count > 1:
            yield f"Show {show}, seat {seat}: {count} valid tickets"
    booked = Counter(books.booked)
    if valid != booked:
        yield f"Valid tickets and booked seats differ: {sorted((valid - booked) + (booked - valid))}"


def _order(order: Order) -> Iterator[str]:
    """It came to an end, and money and seats agree (B14)."""
    valid = [ticket for ticket in order.tickets if ticket.is_valid]
    legal = {"PAID": len(valid) == len(order.lines), "PARTLY_REFUNDED": 0 < len(valid) < len(order.lines)}
    if order.status == PENDING_ORDER or not legal.get(
        order.status, order.status == "NEEDS_ATTENTION" or not valid
    ):
        yield f"ended as {order.status} with {len(valid)} valid tickets of {len(order.lines)}"
    if bool(order.tickets) != order.paid:
        yield f"has {len(order.tickets)} tickets and is {'' if order.paid else 'not '}paid"
    for payment in order.payments:
        yield from (f"its payment {wrong}" for check in PAYMENT for wrong in check(order, payment))
    kept = sum((_kept(payment) for payment in order.payments), Decimal(0))
    worth = sum((ticket.price for ticket in valid), Decimal(0))
    if kept != worth:
        yield f"{kept} was kept for tickets worth {worth}"


def _kept(payment: Money) -> Decimal:
    """What the provider took and did not give back; where it refused to, staff has been told."""
    return payment.captured - payment.refunded - payment.refunds.get("REFUSED", Decimal(0))


def _is_finished(_order: Order, payment: Money) -> Iterator[str]:
    if payment.status in UNFINISHED or payment.ledger_status in UNFINISHED_AT_PROVIDER:
        yield f"is still {payment.status}, at the provider {payment.ledger_status}"
    if payment.refunds.get("QUEUED"):
        yield "is still to be given back"


def _is_for_tickets(order: Order, payment: Money) -> Iterator[str]:
    """Nobody's money is taken before there are tickets for it, where it can be reserved (B14)."""
    if payment.captured and not order.paid and payment.card != CAPTURED_AT_ONCE:
        yield f"of {payment.captured} was captured, but there never were tickets"


def _is_refunded_as_said(_order: Order, payment: Money) -> Iterator[str]:
    if payment.refunded != payment.refunds.get("DONE", Decimal(0)):
        yield f"gave {payment.refunded} back, but the books say {dict(payment.refunds)}"


PAYMENT: tuple[Callable[[Order, Money], Iterator[str]], ...] = (
    _is_finished,
    _is_for_tickets,
    _is_refunded_as_said,
)
