"""The data of an order's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from matinee.booking.errors import SeatNotFound
from matinee.checkout.models import OrderLine, Payment, Refund, TicketOrder, amount_owed
from matinee.checkout.queries import latest_payment, tickets_of_order, venue_terms
from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class OrderPage:
    """An order with its lines, tickets, payment and refunds."""

    order: TicketOrder
    lines: Sequence[OrderLine]
    tickets: Sequence[Ticket]
    """Including voided ones."""
    payment: Payment | None
    refunds: Sequence[Refund]
    owed: Decimal
    """Money that the customer has not got back yet, in the main unit of the order's currency."""
    refundable_until: datetime | None
    """Until then the customer may refund tickets. None for never, or if no ticket is valid."""


def order_page(order: TicketOrder) -> OrderPage:
    """Return the data of an order's page."""
    tickets = tickets_of_order(order)
    return OrderPage(
        order=order,
        lines=list(order.lines.select_related("seat", "ticket_type").order_by("seat_id", "pk")),
        tickets=tickets,
        payment=latest_payment(order),
        refunds=refunds_of_order(order),
        owed=TicketOrder.objects.annotate(owed=amount_owed()).values_list("owed", flat=True).get(pk=order.pk),
        refundable_until=_refundable_until(order, tickets),
    )


def valid_tickets(order: TicketOrder) -> list[Ticket]:
    """Return the tickets of an order that are not voided."""
    return [ticket for ticket in tickets_of_order(order) if ticket.status == TicketStatus.VALID]


def refunded_seat_ids(order: TicketOrder, seat_ids: Sequence[int] | None) -> list[int]:
    """Return those of these seats, or of all seats of the order, whose tickets are voided.

    Raises: SeatNotFound, for seats without a ticket of this order.
    """
    tickets = tickets_of_order(order)
    unknown = sorted(set(seat_ids or ()) - {ticket.seat_id for ticket in tickets})
    if unknown:
        raise SeatNotFound(seat_ids=unknown)
    voided = [ticket.seat_id for ticket in tickets if ticket.status == TicketStatus.VOIDED]
    return voided if seat_ids is None else sorted(set(voided) & set(seat_ids))


def refunds_of_order(order: TicketOrder) -> list[Refund]:
    """Return the refunds of an order, the oldest first."""
    return list(Refund.objects.filter(payment__order=order).order_by("pk"))


def last_decline_code(order: TicketOrder) -> str:
    """Return the decline code of the order's latest decline."""
    code: str = order.events.filter(type="declined").latest("pk").facts["code"]
    return code


def _refundable_until(order: TicketOrder, tickets: Sequence[Ticket]) -> datetime | None:
    terms = venue_terms(order.show_id)
    if terms is None or terms.refundable_until_minutes is None:
        return None
    if not any(ticket.status == TicketStatus.VALID for ticket in tickets):
        return None
    return order.show.starts_at - timedelta(minutes=terms.refundable_until_minutes)
