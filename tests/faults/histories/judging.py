"""Was a request granted that staff had made impossible, or refused for a reason that was none?"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tests.faults.histories.history import History, Operation
from tests.faults.histories.promises import settings_of
from tests.faults.histories.settings import Settings, Span

GRANTS = {("lock", 201), ("book", 201), ("book", 202)}


def misjudged(history: History) -> Iterator[str]:
    """What contradicts the settings of staff at that time (B3, B12)."""
    settings = settings_of(history)
    known: set[str] = set()
    for operation in history.operations():
        call = operation.last
        is_new = operation.key not in known and "hold_token" not in call.asked
        wrongs = []
        if (operation.verb, call.status) in GRANTS and (
            is_new or (operation.verb == "book" and operation.key not in known)
        ):
            wrongs = [*_wrongly_granted(settings, operation)]
        elif call.answer.get("code") in REASONS:
            wrongs = [*_wrongly_refused(settings, operation)]
        known |= {operation.key} - {""}
        yield from (f"Operation {call.operation}, {call.verb}: {wrong}" for wrong in wrongs)


def _wrongly_granted(settings: Settings, operation: Operation) -> Iterator[str]:
    span, show = Span(operation.start, operation.end), operation.show
    if "SCHEDULED" not in settings.possible(f"status of show {show}", span):
        yield f"granted, though show {show} was cancelled"
    if "open" not in settings.possible(f"sales of show {show}", span):
        yield f"granted, though show {show} was not on sale"
    for seat in operation.last.asked.get("seat_ids", []):
        if True not in settings.possible(f"service of seat {seat}", span):
            yield f"granted, though seat {seat} was out of service"
        halls = settings.possible(f"hall of show {show}", span)
        if not any(seat in settings.programme.halls[hall] for hall in halls):
            yield f"granted, though seat {seat} is in no hall of show {show}"


def _wrongly_refused(settings: Settings, operation: Operation) -> Iterator[str]:
    code = operation.last.answer["code"]
    if not REASONS[code](settings, operation, Span(operation.start, operation.end)):
        yield f"refused as {code}, which it was not: {dict(operation.last.answer)}"


def _is_cancelled(settings: Settings, operation: Operation, span: Span) -> bool:
    return "CANCELLED" in settings.possible(f"status of show {operation.show}", span)


def _is_early(settings: Settings, operation: Operation, span: Span) -> bool:
    return "early" in settings.possible(f"sales of show {operation.show}", span)


def _is_late(settings: Settings, operation: Operation, span: Span) -> bool:
    return "late" in settings.possible(f"sales of show {operation.show}", span)


def _is_broken(settings: Settings, operation: Operation, span: Span) -> bool:
    seats: list[Any] = operation.last.answer["seat_ids"]
    return bool(seats) and all(False in settings.possible(f"service of seat {seat}", span) for seat in seats)


def _is_elsewhere(settings: Settings, operation: Operation, span: Span) -> bool:
    """Some seat is not in a hall where the show may have been; or it was not the hold's to release."""
    halls = settings.possible(f"hall of show {operation.show}", span)
    seats = operation.last.answer["seat_ids"]
    return operation.verb == "release" or all(
        any(seat not in settings.programme.halls[hall] for hall in halls) for seat in seats
    )


def _is_changed(settings: Settings, operation: Operation, span: Span) -> bool:
    """Seats or total are not what was confirmed; a total that is told is one that there was."""
    asked, told = operation.last.asked, operation.last.answer
    if "total" not in told:
        return sorted(asked.get("seat_ids", [])) != sorted(told["seat_ids"]) or "tickets" in asked
    totals = settings.totals(told["seat_ids"], operation.show, span)
    return Decimal(told["total"]) in totals and Decimal(told["total"]) != Decimal(asked["total"])


def _is_gone(settings: Settings, operation: Operation, span: Span) -> bool:
    """A ticket type that was asked for may not have been there."""
    types = {one["ticket_type"] for one in operation.last.asked.get("tickets", [])}
    return any(None in settings.possible(f"ticket type {pk}", span) for pk in types)


def _is_free(_settings: Settings, operation: Operation, _span: Span) -> bool:
    """There is nothing to confirm where there was nothing to pay: a price may be zero."""
    return operation.verb == "pay" and Decimal(operation.last.asked["total"]) == 0


REASONS: dict[object, Callable[[Settings, Operation, Span], bool]] = {
    "show-cancelled": _is_cancelled,
    "sales-not-open": _is_early,
    "sales-closed": _is_late,
    "seat-out-of-service": _is_broken,
    "seat-not-found": _is_elsewhere,
    "hold-changed": _is_changed,
    "order-not-found": _is_free,
    "invalid": _is_gone,
}
"""By the refusal's code: whether it may have been so."""
