"""The status of an order: what its tickets and its money say, or that a person has to look at it."""

from django.db.models import Q

from matinee.checkout import audit
from matinee.checkout.models import OrderStatus, PaymentStatus, TicketOrder
from matinee.tickets.models import Ticket, TicketStatus

UNDECIDED = {
    PaymentStatus.BEGUN,
    PaymentStatus.NEEDS_ACTION,
    PaymentStatus.PENDING,
    PaymentStatus.AUTHORISED,
    PaymentStatus.CANCELLING,
}
"""Payments that something still has to happen to."""


def change_status(order: TicketOrder, status: OrderStatus) -> None:
    """Save a new status. An order that needs a person keeps NEEDS_ATTENTION until it is settled.

    Call it with the order locked.
    """
    if order.status != OrderStatus.NEEDS_ATTENTION:
        order.status = status
        order.save(update_fields=["status"])


def mark_for_attention(order: TicketOrder, event: str, **facts: str) -> None:
    """Mark an order for a person to look at, and write why into its audit trail; once until it is settled.

    Call it with the order locked.
    """
    if order.status == OrderStatus.NEEDS_ATTENTION:
        return
    change_status(order, OrderStatus.NEEDS_ATTENTION)
    audit.note(order, event, **facts)


def status_by_facts(order: TicketOrder) -> OrderStatus:
    """The status that the tickets and the money of an order say."""
    if order.paid_at is None:
        # Taken money buys the tickets or goes back: until then the order is not over.
        is_open = Q(status__in=UNDECIDED) | Q(status=PaymentStatus.SETTLED, refunds=None)
        return OrderStatus.PENDING if order.payments.filter(is_open).exists() else OrderStatus.EXPIRED
    statuses = set(Ticket.objects.filter(order_line__order=order).values_list("status", flat=True))
    if statuses == {TicketStatus.VALID}:
        return OrderStatus.PAID
    return OrderStatus.PARTLY_REFUNDED if TicketStatus.VALID in statuses else OrderStatus.REFUNDED
