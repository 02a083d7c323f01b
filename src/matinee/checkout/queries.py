"""Reads about orders."""

from uuid import UUID

from matinee.checkout.models import TicketOrder
from matinee.tickets.models import Ticket


def order_of_hold(hold_id: UUID) -> TicketOrder | None:
    """The order that a hold became, if it did."""
    return TicketOrder.objects.filter(hold_id=hold_id).first()


def tickets_of_order(order: TicketOrder) -> list[Ticket]:
    """The tickets of an order with their seats, by seat."""
    return [
        line.ticket for line in order.lines.select_related("ticket__seat").order_by("ticket__seat_id", "pk")
    ]
