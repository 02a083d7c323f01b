"""Checks a history and the final state against the booking rules. Pure: no clock, no I/O."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from tests.faults.histories.admissions import wrong_admissions
from tests.faults.histories.final_state import PENDING_ORDER, FinalState, Order, Payment
from tests.faults.histories.history import Call, Fault, History, hold_of
from tests.faults.histories.idempotency_keys import misused_keys
from tests.faults.histories.linearizability import Violation, check_linearizable
from tests.faults.histories.outcomes import wrong_outcomes
from tests.faults.histories.responses import wrong_responses
from tests.faults.histories.seat_events import DatabaseClock, events_of_seats, unix
from tests.faults.histories.seat_model import FREE, SLACK, SeatEvent, SeatModel

LOSS_WINDOW = 1.0
"""Seconds before a crash in which a new hold may be lost: three rounds of the WAL writer (B16)."""

CAPTURED_IMMEDIATELY = "settled"
"""The card whose payments are captured without an authorisation."""

UNSELLABLE: set[object] = {
    (409, "show-cancelled"),
    (409, "sales-not-open"),
    (409, "sales-closed"),
    (409, "seat-out-of-service"),
    (404, "seat-not-found"),
}
"""Rejections that staff can cause; `outcomes.py` checks whether they did."""

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
"""The permitted responses of each operation, besides 503."""

UNFINISHED = {"BEGUN", "NEEDS_ACTION", "PENDING", "CANCELLING", "AUTHORISED"}
UNFINISHED_AT_PROVIDER = {"CHALLENGED", "PROCESSING", "RESERVED"}


def anomalies(history: History, final: FinalState, end: float) -> list[str]:
    """The anomalies as text; `end` is when the final state was read."""
    may_have_ended = _holds_that_may_have_ended(history, final)
    found = [
        *_responses(history),
        *_clocks(history),
        *_owners(history, final, end, may_have_ended),
        *_acknowledged(history, final),
        *_tickets(final),
        *wrong_responses(history, final),
        *wrong_outcomes(history),
        *misused_keys(history, may_have_ended),
        *wrong_admissions(history, final),
    ]
    for order in final.orders:
        found += [f"Order {order.reference}: {wrong}" for wrong in _order(order)]
    return found


def _responses(history: History) -> Iterator[str]:
    """Every response is in the contract; none is an internal server error."""
    for call in history.calls:
        outcome = (call.status, call.response.get("code")) if call.status >= 400 else call.status
        if call.status not in {0, 503} and outcome not in EXPECTED[call.verb]:
            yield f"Operation {call.operation}, {call.verb}: response {outcome}"


def _clocks(history: History) -> Iterator[str]:
    """The database's clock decides about a hold. It is read once, after the seat's lock is acquired (B2)."""
    clock = DatabaseClock(
        float(history.parameters["epoch"]), history.faults_named("step the database's clock")
    )
    repeats = _repeats(history)
    for call in history.calls:
        if call.status in {200, 201} and "server_time" in call.response:
            now = unix(call.response["server_time"])
            low, high = clock.between(call.start, call.end)
            if not low - SLACK <= now <= high + SLACK:
                yield f"Operation {call.operation}, {call.verb}: server_time is not the database's time"
            if id(call) not in repeats:
                yield from _waits(call, now, history.faults_named("lock seat rows"))
                yield from _term(call, now, float(history.parameters["hold_seconds"]))


def _repeats(history: History) -> set[int]:
    """Calls with a key that was used before. Such a call may return its hold and writes nothing (B15)."""
    seen: set[object] = set()
    found: set[int] = set()
    for call in sorted(history.calls, key=lambda call: call.start):
        if key := call.request.get("key"):
            found |= {id(call)} if key in seen else set()
            seen.add(key)
    return found


def _waits(call: Call, now: float, seat_locks: list[Fault]) -> Iterator[str]:
    """While one transaction has a seat's lock, no other transaction gets the seat (B11)."""
    for seat_lock in seat_locks:
        both = set(seat_lock.facts["seats"]) & set(call.response["seat_ids"])
        if both and seat_lock.facts["since"] < now < seat_lock.facts["until"]:
            wrong = "was accepted" if call.end < seat_lock.facts["before"] else "the clock was read"
            yield (
                f"Operation {call.operation}, {call.verb}: {wrong} while another transaction had the lock "
                f"of seat {min(both)}"
            )


def _term(call: Call, now: float, hold_seconds: float) -> Iterator[str]:
    """A new hold is not longer than `hold_seconds`; only a payment extends it further (B2)."""
    is_new = call.verb == "lock" and "hold_token" not in call.request
    if is_new and unix(call.response["locked_until"]) - now > hold_seconds + 0.001:
        yield f"Operation {call.operation}, lock: held for longer than {hold_seconds} s"


def _owners(
    history: History, final: FinalState, end: float, may_have_ended: Mapping[str, float]
) -> Iterator[str]:
    """For each seat of each show, one order of the events explains every response (linearizability)."""
    model = SeatModel(may_have_ended)
    for (show, seat), events in events_of_seats(history, final, end):
        violation = check_linearizable(events, model.step, FREE)
        if violation:
            yield f"Show {show}, seat {seat}: no linearization. {_describe(violation)}"


def _describe(violation: Violation) -> str:
    states = " or ".join(sorted({str(state) for state in violation.states}))
    events = [event for event in violation.candidates if isinstance(event, SeatEvent)]
    described = "; ".join(
        f"operation {event.source} at {event.start:.3f} to {event.end:.3f}: {event.kind} by {event.hold}"
        for event in events
    )
    return f"After {violation.done} events it is {states}, and next: {described}"


def _holds_that_may_have_ended(history: History, final: FinalState) -> dict[str, float]:
    """Holds that may have ended without a request, and since when."""
    may_have_ended: dict[str, float] = {}
    for operation in history.operations():
        for order in final.of_hold(_hold(operation.last)) if operation.last.verb == "book" else []:
            if order.is_over:
                may_have_ended.setdefault(order.hold, operation.start)
    for crash in history.faults_named("kill the database"):
        for hold, last in _last_acknowledged(history, before=crash.end).items():
            if _may_be_lost(last) and last.end > crash.start - LOSS_WINDOW:
                may_have_ended[hold] = min(crash.start, may_have_ended.get(hold, crash.start))
    return may_have_ended


def _last_acknowledged(history: History, before: float) -> dict[str, Call]:
    """The last successful call of each hold before a moment."""
    successful = (call for call in history.calls if call.status in {200, 201, 202} and call.end <= before)
    return {_hold(call): call for call in sorted(successful, key=lambda call: call.end)}


def _may_be_lost(call: Call) -> bool:
    """Only a hold's first statement may commit asynchronously; all later ones are durable (B16)."""
    return call.verb == "lock" and "hold_token" not in call.request


def _hold(call: Call) -> str:
    token = call.response.get("hold_token") or call.request.get("hold_token")
    return hold_of(token) if token else ""


def _acknowledged(history: History, final: FinalState) -> Iterator[str]:
    """Every acknowledged booking is in the database, with exactly its tickets (B16)."""
    for call in history.calls:
        if call.verb != "book" or call.status != 201:
            continue
        reference = call.response["order"]["reference"]
        order = final.order(reference)
        acknowledged = sorted(ticket["seat_id"] for ticket in call.response["tickets"])
        if order is None or not order.paid:
            yield f"Operation {call.operation}: the acknowledged booking {reference} is not in the database"
        elif acknowledged != sorted(ticket.seat for ticket in order.tickets):
            yield f"Operation {call.operation}: booking {reference} has other tickets than acknowledged"


def _tickets(final: FinalState) -> Iterator[str]:
    """A seat has at most one valid ticket, and it has one exactly if it is BOOKED (B17)."""
    valid = Counter(
        (order.show, ticket.seat, order.hold)
        for order in final.orders
        for ticket in order.tickets
        if ticket.is_valid
    )
    seats = Counter((show, seat) for show, seat, _ in valid.elements())
    for (show, seat), count in sorted(seats.items()):
        if count > 1:
            yield f"Show {show}, seat {seat}: {count} valid tickets"
    booked = Counter(final.booked)
    if valid != booked:
        yield f"Valid tickets and booked seats differ: {sorted((valid - booked) + (booked - valid))}"


def _order(order: Order) -> Iterator[str]:
    """The order is completed or expired, and money and seats agree (B14)."""
    valid = [ticket for ticket in order.tickets if ticket.is_valid]
    legal = {"PAID": len(valid) == len(order.lines), "PARTLY_REFUNDED": 0 < len(valid) < len(order.lines)}
    if order.status == PENDING_ORDER or not legal.get(
        order.status, order.status == "NEEDS_ATTENTION" or not valid
    ):
        yield f"ended as {order.status} with {len(valid)} valid tickets of {len(order.lines)}"
    if bool(order.tickets) != order.paid:
        yield f"has {len(order.tickets)} tickets and is {'' if order.paid else 'not '}paid"
    for payment in order.payments:
        yield from (f"payment {wrong}" for check in PAYMENT for wrong in check(order, payment))
    kept = sum((_kept(payment) for payment in order.payments), Decimal(0))
    value = sum((ticket.price for ticket in valid), Decimal(0))
    if kept != value:
        yield f"{kept} was kept for tickets of {value}"


def _kept(payment: Payment) -> Decimal:
    """The captured amount less refunds. A refused refund counts as paid back, since staff settle it."""
    return payment.captured - payment.refunded - payment.refunds.get("REFUSED", Decimal(0))


def _is_finished(_order: Order, payment: Payment) -> Iterator[str]:
    if payment.status in UNFINISHED or payment.provider_status in UNFINISHED_AT_PROVIDER:
        yield f"is still {payment.status}, at the provider {payment.provider_status}"
    if payment.refunds.get("QUEUED"):
        yield "has a queued refund"


def _is_captured_after_sale(order: Order, payment: Payment) -> Iterator[str]:
    """Money that can be authorised first is captured only after tickets are issued (B14)."""
    if payment.captured and not order.paid and payment.card != CAPTURED_IMMEDIATELY:
        yield f"of {payment.captured} was captured without tickets"


def _refunds_agree(_order: Order, payment: Payment) -> Iterator[str]:
    if payment.refunded != payment.refunds.get("DONE", Decimal(0)):
        yield f"refunded {payment.refunded}, but the database has {dict(payment.refunds)}"


PAYMENT: tuple[Callable[[Order, Payment], Iterator[str]], ...] = (
    _is_finished,
    _is_captured_after_sale,
    _refunds_agree,
)
