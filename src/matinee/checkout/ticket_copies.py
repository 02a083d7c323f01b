"""Print the tickets of an order again, by staff. Their codes stay the same: each admits one person, once."""

from collections.abc import Sequence

from django.utils.translation import override

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import order_events
from matinee.checkout.errors import NothingToPrint
from matinee.checkout.locking import lock_order_for
from matinee.checkout.models import TicketOrder
from matinee.checkout.order_page import refunded_seat_ids, valid_tickets
from matinee.staff.permissions import Permission
from matinee.tickets.files import tickets_pdf
from matinee.tickets.models import Ticket
from matinee.tickets.sheet import sheet_of


def print_copies(*, order: TicketOrder, seat_ids: Sequence[int] | None, actor: Actor) -> bytes:
    """Return the valid tickets of these seats, or all, as a PDF that says COPY, in the order's language.

    Raises: NotPermitted, SeatNotFound, NothingToPrint, Busy.
    """
    refunded_seat_ids(order, seat_ids)
    tickets = _record(order.pk, seat_ids, actor)
    with override(order.language):
        return tickets_pdf(
            sheet_of(reference=order.reference, total=order.total, tickets=tickets, is_copy=True)
        )


@locked_transaction
def _record(order_id: int, seat_ids: Sequence[int] | None, actor: Actor) -> list[Ticket]:
    order = lock_order_for(order_id, actor, Permission.SERVE_CUSTOMERS)
    valid = valid_tickets(order)
    tickets = [one for one in valid if seat_ids is None or one.seat_id in seat_ids]
    if not tickets or (seat_ids is not None and len(tickets) < len(seat_ids)):
        raise NothingToPrint
    order_events.record(
        order, "tickets printed again", actor=actor, seat_ids=[ticket.seat_id for ticket in tickets]
    )
    return tickets
