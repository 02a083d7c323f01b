"""Everything that the page of an order shows, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from matinee.booking.errors import SeatNotFound
from matinee.checkout.models import OrderLine, Payment, Refund, TicketOrder, amount_owed
from matinee.checkout.queries import latest_payment, terms_of, tickets_of_order
from matinee.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class OrderPage:
    """An order with all that belongs to it."""

    order: TicketOrder
    lines: Sequence[OrderLine]
    tickets: Sequence[Ticket]
    """Voided ones too."""
    payment: Payment | None
    refunds: Sequence[Refund]
    owed: Decimal
    """Money that has to go back to the customer and has not."""
    refundable_until: datetime | None
    """Until then the customer may give tickets back; None for never, or when none are left."""


def order_page(order: TicketOrder) -> OrderPage:
    """Read the page of an order."""
    tickets = tickets_of_order(order)
    return OrderPage(
        order=order,
        lines=list(order.lines.select_related("seat").order_by("seat_id", "pk")),
        tickets=tickets,
        payment=latest_payment(order),
        refunds=refunds_of_order(order),
        owed=TicketOrder.objects.annotate(owed=amount_owed()).values_list("owed", flat=True).get(pk=order.pk),
        refundable_until=_refundable_until(order, tickets),
    )


def valid_tickets(order: TicketOrder) -> list[Ticket]:
    """The tickets that still let people in; none after a refund."""
    return [ticket for ticket in tickets_of_order(order) if ticket.status == TicketStatus.VALID]


def given_back(order: TicketOrder, seat_ids: Sequence[int] | None) -> list[int]:
    """Which of these seats, or of all, the order had tickets for that are void now.

    Raises: SeatNotFound, for seats that the order has no tickets for.
    """
    tickets = tickets_of_order(order)
    strange = sorted(set(seat_ids or ()) - {ticket.seat_id for ticket in tickets})
    if strange:
        raise SeatNotFound(seat_ids=strange)
    voided = [ticket.seat_id for ticket in tickets if ticket.status == TicketStatus.VOIDED]
    return voided if seat_ids is None else sorted(set(voided) & set(seat_ids))


def refunds_of_order(order: TicketOrder) -> list[Refund]:
    """What went back or is to go back, the oldest first."""
    return list(Refund.objects.filter(payment__order=order).order_by("pk"))


def last_decline(order: TicketOrder) -> str:
    """The code with which the order's payment was declined the last time."""
    code: str = order.history.filter(event="declined").latest("pk").facts["code"]
    return code


def _refundable_until(order: TicketOrder, tickets: Sequence[Ticket]) -> datetime | None:
    terms = terms_of(order.show_id)
    if terms is None or terms.refundable_until_minutes is None:
        return None
    if not any(ticket.status == TicketStatus.VALID for ticket in tickets):
        return None
    return order.show.starts_at - timedelta(minutes=terms.refundable_until_minutes)
