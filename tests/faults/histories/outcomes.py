"""Checks each accepted or rejected request against the settings of staff at that time."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tests.faults.histories.history import History, Operation
from tests.faults.histories.responses import settings_of
from tests.faults.histories.settings import Settings, Span

ACCEPTED = {("lock", 201), ("book", 201), ("book", 202)}


def wrong_outcomes(history: History) -> Iterator[str]:
    """Outcomes that contradict the settings of staff at that time (B3, B12)."""
    settings = settings_of(history)
    known: set[str] = set()
    for operation in history.operations():
        call = operation.last
        is_new = operation.key not in known and "hold_token" not in call.request
        wrongs = []
        if (operation.verb, call.status) in ACCEPTED and (
            is_new or (operation.verb == "book" and operation.key not in known)
        ):
            wrongs = [*_wrongly_accepted(settings, operation)]
        elif call.response.get("code") in REASONS:
            wrongs = [*_wrongly_rejected(settings, operation)]
        known |= {operation.key} - {""}
        yield from (f"Operation {call.operation}, {call.verb}: {wrong}" for wrong in wrongs)


def _wrongly_accepted(settings: Settings, operation: Operation) -> Iterator[str]:
    span, show = Span(operation.start, operation.end), operation.show
    if "SCHEDULED" not in settings.possible(f"status of show {show}", span):
        yield f"accepted, though show {show} was cancelled"
    if "open" not in settings.possible(f"sales of show {show}", span):
        yield f"accepted, though show {show} was not on sale"
    for seat in operation.last.request.get("seat_ids", []):
        if True not in settings.possible(f"service of seat {seat}", span):
            yield f"accepted, though seat {seat} was out of service"
        halls = settings.possible(f"hall of show {show}", span)
        if not any(seat in settings.programme.halls[hall] for hall in halls):
            yield f"accepted, though seat {seat} is in no hall of show {show}"


def _wrongly_rejected(settings: Settings, operation: Operation) -> Iterator[str]:
    code = operation.last.response["code"]
    if not REASONS[code](settings, operation, Span(operation.start, operation.end)):
        yield f"rejected as {code} without a reason: {dict(operation.last.response)}"


def _may_be_cancelled(settings: Settings, operation: Operation, span: Span) -> bool:
    return "CANCELLED" in settings.possible(f"status of show {operation.show}", span)


def _sales_may_not_be_open(settings: Settings, operation: Operation, span: Span) -> bool:
    return "early" in settings.possible(f"sales of show {operation.show}", span)


def _sales_may_be_closed(settings: Settings, operation: Operation, span: Span) -> bool:
    return "late" in settings.possible(f"sales of show {operation.show}", span)


def _may_be_out_of_service(settings: Settings, operation: Operation, span: Span) -> bool:
    seats: list[Any] = operation.last.response["seat_ids"]
    return bool(seats) and all(False in settings.possible(f"service of seat {seat}", span) for seat in seats)


def _may_be_in_another_hall(settings: Settings, operation: Operation, span: Span) -> bool:
    """A seat is not in a possible hall of the show, or a release names a seat that the hold does not have."""
    halls = settings.possible(f"hall of show {operation.show}", span)
    seats = operation.last.response["seat_ids"]
    return operation.verb == "release" or all(
        any(seat not in settings.programme.halls[hall] for hall in halls) for seat in seats
    )


def _may_have_changed(settings: Settings, operation: Operation, span: Span) -> bool:
    """Seats or total differ from the confirmed ones. A returned total is a possible total."""
    request, response = operation.last.request, operation.last.response
    if "total" not in response:
        return sorted(request.get("seat_ids", [])) != sorted(response["seat_ids"]) or "tickets" in request
    totals = settings.totals(response["seat_ids"], operation.show, span)
    total = Decimal(response["total"])
    return total in totals and total != Decimal(request["total"])


def _ticket_type_may_be_deleted(settings: Settings, operation: Operation, span: Span) -> bool:
    """A requested ticket type may not exist."""
    types = {one["ticket_type"] for one in operation.last.request.get("tickets", [])}
    return any(None in settings.possible(f"ticket type {pk}", span) for pk in types)


def _is_free_of_charge(_settings: Settings, operation: Operation, _span: Span) -> bool:
    """An order with a total of zero has no payment to confirm."""
    return operation.verb == "pay" and Decimal(operation.last.request["total"]) == 0


REASONS: dict[object, Callable[[Settings, Operation, Span], bool]] = {
    "show-cancelled": _may_be_cancelled,
    "sales-not-open": _sales_may_not_be_open,
    "sales-closed": _sales_may_be_closed,
    "seat-out-of-service": _may_be_out_of_service,
    "seat-not-found": _may_be_in_another_hall,
    "hold-changed": _may_have_changed,
    "order-not-found": _is_free_of_charge,
    "invalid": _ticket_type_may_be_deleted,
}
"""For each problem code, the condition that permits it."""
