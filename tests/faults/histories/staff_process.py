"""Executes actions of staff with the site's Django: reads a line of JSON for each, writes a line of JSON.

Actions use the product's services where they exist, else plain updates.
"""

import json
import sys
import traceback
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError

from matinee.booking.models import Booking
from matinee.checkout.cancelled_shows import cancel_and_refund_show, refund_cancelled_shows
from matinee.checkout.models import TicketOrder, VenueTerms
from matinee.checkout.order_page import refunded_seat_ids
from matinee.checkout.reconcile import reconcile_orders
from matinee.checkout.refunds import refund_order
from matinee.core.clock import ClockTimestamp
from matinee.core.problems import Problem
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.shows.models import Show
from matinee.tickets.services import admit
from matinee.venues.models import Hall, Seat
from tests.faults.histories.staff import READY

ROUNDS = 10


def serve() -> None:
    """Execute the action of each line until the input ends."""
    print(READY, flush=True)  # noqa: T201
    for line in sys.stdin:
        print(json.dumps(_execute(json.loads(line))), flush=True)  # noqa: T201


def _execute(command: dict[str, Any]) -> dict[str, Any]:
    """Return `done` and the result, `rejected` and a code, `lost` if unknown, `failed` and a traceback."""
    try:
        return {"done": ACTIONS[command.pop("action")](**command)}
    except Problem as problem:
        return {"rejected": problem.code}
    except (ProtectedError, IntegrityError) as error:
        return {"rejected": type(error).__name__}
    except DatabaseError as error:
        connections.close_all()
        return {"lost": repr(error)}
    except Exception:
        return {"failed": traceback.format_exc()}


def _price(show: int, value: str) -> None:
    Show.objects.filter(pk=show).update(price=Decimal(value))


def _ticket_type(pk: int, value: list[str]) -> None:
    name, adjustment = value
    TicketType.objects.filter(pk=pk).update(name=name, adjustment=Decimal(adjustment))


def _add_type(venue: int, value: list[str]) -> int:
    name, adjustment = value
    made, _ = TicketType.objects.get_or_create(
        venue_id=venue, name=name, defaults={"adjustment": Decimal(adjustment), "position": 9}
    )
    return made.pk


def _delete_type(pk: int) -> None:
    TicketType.objects.filter(pk=pk).delete()


def _supplement(venue: int, value: str) -> None:
    SeatSupplement.objects.filter(venue=venue).update(amount=Decimal(value))


def _tax_rate(venue: int, value: str) -> None:
    VenueTerms.objects.filter(venue=venue).update(ticket_tax_rate=Decimal(value))


def _sales(show: int, value: str) -> None:
    """Set sales to `open`, `early` (not open yet) or `late` (closed): by days, more than any clock error."""
    opens, closes = {"open": (-400, 0), "early": (-1, 0), "late": (-400, -399)}[value]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE show SET sales_open_at = starts_at + %s * interval '1 day',"
            " sales_close_at = starts_at + %s * interval '1 day' WHERE id = %s",
            [opens, closes, show],
        )


def _in_service(seat: int, value: bool) -> None:
    Seat.objects.filter(pk=seat).update(in_service=value)


def _move(show: int, value: int) -> None:
    """Move the show to another hall if no seat is held or sold; expired rows do not count (B8)."""
    with transaction.atomic():
        Booking.objects.filter(show=show, status="LOCKED", locked_until__lte=ClockTimestamp()).delete()
        hall = Hall.objects.get(pk=value)
        Show.objects.filter(pk=show).update(hall=hall, plan_version=hall.plan_version)


def _cancel(show: int, value: str) -> None:  # noqa: ARG001 - every change has a value
    cancel_and_refund_show(show_id=show)


def _refund(reference: str) -> list[int]:
    order = TicketOrder.objects.get(reference=reference)
    refund_order(order_id=order.pk, seat_ids=None, reason="by staff", actor="staff:1")
    return refunded_seat_ids(order, None)


def _admit(code: str, show: int) -> str:
    return type(admit(code=code, show_id=show, door="main door")).__name__


def _finish() -> None:
    """Refund and reconcile orders, as the worker does each minute, until none is left."""
    for _ in range(ROUNDS):
        refund_cancelled_shows()
        if not reconcile_orders():
            return


ACTIONS: dict[str, Callable[..., Any]] = {
    "price": _price,
    "ticket type": _ticket_type,
    "add a type": _add_type,
    "delete a type": _delete_type,
    "supplement": _supplement,
    "tax rate": _tax_rate,
    "sales": _sales,
    "in service": _in_service,
    "move": _move,
    "cancel": _cancel,
    "refund": _refund,
    "admit": _admit,
    "finish": _finish,
}
