"""Rows of the books, found and locked the same way by everybody: the order first, then its payment."""

from decimal import Decimal

from django.db.models import Case, Q, Sum, When

from matinee.booking.locking import lock_row
from matinee.checkout import queue
from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import Payment, PaymentStatus, Refund, RefundStatus, TicketOrder
from matinee.core.clock import ClockTimestamp

SECURED = {PaymentStatus.AUTHORISED, PaymentStatus.SETTLED}


def lock_order(order_id: int) -> TicketOrder:
    """One order, locked until the end of the transaction.

    Raises: OrderNotFound.
    """
    order = lock_row(TicketOrder.objects.filter(pk=order_id))
    if order is None:
        raise OrderNotFound
    return order


def lock_payment(payment_id: int) -> Payment:
    """One payment under its order's lock."""
    order = lock_order(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
    payment = Payment.objects.get(pk=payment_id)
    payment.order = order
    return payment


def save_payment(payment: Payment) -> None:
    """Write how a payment stands, and when that was learnt."""
    payment.changed_at = ClockTimestamp()
    payment.save(update_fields=["status", "attempt", "client", "next_action", "captured", "changed_at"])


LET_GO = "let go"
"""Why money of a payment goes back that buys nothing."""


def payer_of(order: TicketOrder) -> Payment | None:
    """The one payment that an order is paid with: what was taken, else reserved, first (B14)."""
    is_taken = Case(When(status=PaymentStatus.SETTLED, then=0), default=1)
    secured = order.payments.filter(status__in=SECURED, amount=order.total).exclude(refunds__reason=LET_GO)
    return secured.order_by(is_taken, "changed_at", "pk").first()


def is_paid(order: TicketOrder) -> bool:
    """Whether an order that got its tickets is still paid for: not after its capture failed for good."""
    return not order.total or payer_of(order) is not None


def is_superseded(payment: Payment) -> bool:
    """Whether the customer left this attempt behind: the order is paid otherwise, or has changed."""
    payer = payer_of(payment.order)
    return payment.amount != payment.order.total or payer not in (None, payment)


def queue_refund(payment: Payment, at_most: Decimal, reason: str) -> Refund | None:
    """Queue money of a payment to be given back, never more than it has left; None when it has none."""
    not_given = Q(status=RefundStatus.REFUSED, settled_at__isnull=True)
    given = payment.refunds.exclude(not_given).aggregate(sum=Sum("amount", default=0))
    amount = min(at_most, payment.amount - given["sum"])
    if amount <= 0:
        return None
    refund = Refund.objects.create(payment=payment, amount=amount, reason=reason)
    queue.after_commit(queue.REFUND, refund_id=refund.pk)
    return refund


def seat_ids_of(order: TicketOrder) -> list[int]:
    """The seats that an order is for."""
    return [line.seat_id for line in order.lines.all() if line.seat_id]
