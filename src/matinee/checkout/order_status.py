"""The status of an order: derived from its tickets and payments, or NEEDS_ATTENTION until staff settle it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import InterfaceError, OperationalError
from django.db.models import Q, TextChoices

from matinee.booking.locking import locked_transaction
from matinee.checkout import order_events
from matinee.checkout.locking import lock_order
from matinee.checkout.models import OrderStatus, PaymentStatus, Refund, RefundStatus, TicketOrder
from matinee.tickets.models import Ticket, TicketStatus

UNDECIDED = {
    PaymentStatus.BEGUN,
    PaymentStatus.NEEDS_ACTION,
    PaymentStatus.PENDING,
    PaymentStatus.AUTHORISED,
    PaymentStatus.CANCELLING,
}
"""Payments with a next step."""


class AttentionReason(TextChoices):
    """Why an order needs a person."""

    REFUND_REFUSED = "refund-refused"
    CAPTURE_FAILED = "capture-failed"
    PROCESSING_FAILED = "processing-failed"


REASON_OF_EVENT = {
    "capture failed": AttentionReason.CAPTURE_FAILED,
    "processing failed": AttentionReason.PROCESSING_FAILED,
}
"""The events that mark an order until staff settle it."""


def change_status(order: TicketOrder, status: OrderStatus) -> None:
    """Save a new status. An order that needs attention keeps NEEDS_ATTENTION until staff settle it.

    Call it with the order locked.
    """
    if order.status != OrderStatus.NEEDS_ATTENTION:
        order.status = status
        order.save(update_fields=["status"])


def mark_for_attention(order: TicketOrder, event: str, **facts: str) -> None:
    """Set NEEDS_ATTENTION and record the reason in the order's history. Do nothing if it is set already.

    Call it with the order locked.
    """
    if order.status == OrderStatus.NEEDS_ATTENTION:
        return
    change_status(order, OrderStatus.NEEDS_ATTENTION)
    order_events.record(order, event, **facts)


@locked_transaction
def mark_failed(order_id: int, error: Exception) -> None:
    """Mark an order whose processing failed. The reconciler continues to try it.

    Raises: OrderNotFound, Busy.
    """
    mark_for_attention(lock_order(order_id), "processing failed", error=type(error).__name__)


@contextmanager
def mark_on_error(order_id: int) -> Iterator[None]:
    """Mark the order when the block fails, and re-raise the error.

    Connection errors and timeouts of the database do not concern the order: they don't mark it.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        with suppress(Exception):  # The first error is the useful one.
            mark_failed(order_id, error)
        raise


def end_attention_for_refunds(order: TicketOrder) -> None:
    """Set the status that follows from the facts, if refused refunds were the only reason for attention.

    Staff settle all other reasons. Call it with the order locked, after a refused refund is paid.
    """
    if not attention_reasons(order):
        order.status = status_from_facts(order)
        order.save(update_fields=["status"])


def attention_reasons(order: TicketOrder) -> list[AttentionReason]:
    """Return why a person has to look at an order, as far as its refunds and its history say it."""
    refused = Refund.objects.open().filter(payment__order=order, status=RefundStatus.REFUSED)
    settled = order.events.filter(type="settled", facts__has_key="how").order_by("-pk").first()
    since = order.events.filter(type__in=REASON_OF_EVENT, pk__gt=settled.pk if settled else 0)
    found = {REASON_OF_EVENT[event_type] for event_type in since.values_list("type", flat=True)}
    if refused.exists():
        found.add(AttentionReason.REFUND_REFUSED)
    return [reason for reason in AttentionReason if reason in found]


def status_from_facts(order: TicketOrder) -> OrderStatus:
    """Return the status that follows from the order's tickets and payments."""
    if order.paid_at is None:
        # Taken money pays for the tickets or is refunded. Until then the order is open.
        is_open = Q(status__in=UNDECIDED) | Q(status=PaymentStatus.SETTLED, refunds=None)
        return OrderStatus.PENDING if order.payments.filter(is_open).exists() else OrderStatus.EXPIRED
    statuses = set(Ticket.objects.filter(order_line__order=order).values_list("status", flat=True))
    if statuses == {TicketStatus.VALID}:
        return OrderStatus.PAID
    return OrderStatus.PARTLY_REFUNDED if TicketStatus.VALID in statuses else OrderStatus.REFUNDED
