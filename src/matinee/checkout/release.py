"""Release the money of a payment that pays for no tickets, then its seats (B14)."""

from typing import Any

from matinee.booking.locking import locked_transaction
from matinee.booking.sale import free_seats
from matinee.checkout import order_events
from matinee.checkout.locking import lock_payment
from matinee.checkout.models import IdempotencyKey, OrderStatus, Payment, PaymentStatus, TicketOrder
from matinee.checkout.order_status import change_status
from matinee.checkout.payment_state import RELEASED, is_superseded, save_payment
from matinee.checkout.queries import order_seat_ids
from matinee.checkout.refunds import queue_refund
from matinee.payments.port import Declined, PaymentResult, Settled, Unreachable
from matinee.payments.providers import provider_named

FINAL = {PaymentStatus.SETTLED, PaymentStatus.CANCELLED}


def release_payment(payment: Payment) -> None:
    """Cancel reserved money or refund taken money, then free the seats (B14).

    If the provider is unreachable, the payment stays CANCELLING and the reconciler tries again.
    """
    if not _mark_as_cancelling(payment.pk):
        return
    provider = provider_named(payment.provider)
    result: PaymentResult = Settled(payment.reference, payment.captured)
    if payment.status != PaymentStatus.SETTLED and payment.reference:
        try:
            result = provider.cancel(payment.reference, key=f"{payment.order.reference}-{payment.pk}-cancel")
        except Unreachable:
            return
    if isinstance(result, (Declined, Settled)):
        _record_release(payment.pk, result)


def end_order(order: TicketOrder) -> None:
    """End an order without tickets: free its seats and delete its unused idempotency keys.

    Call it with the order locked.
    """
    change_status(order, OrderStatus.EXPIRED)
    IdempotencyKey.objects.filter(order=order, completed=False).delete()
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=order_seat_ids(order))
    order_events.record(order, "expired")


@locked_transaction
def _mark_as_cancelling(payment_id: int) -> bool:
    """Prevent any sale for this payment. Return False if it has paid for tickets already."""
    payment = lock_payment(payment_id)
    if payment.order.paid_at and not is_superseded(payment):
        return False
    if payment.status not in FINAL:
        payment.status = PaymentStatus.CANCELLING
        save_payment(payment)
    return True


@locked_transaction
def _record_release(payment_id: int, result: PaymentResult) -> None:
    """Queue a refund of taken money. End the order if no other payment can pay for it.

    Two processes may release a payment at the same time. The second one changes nothing.
    """
    payment = lock_payment(payment_id)
    order = payment.order
    if payment.status == PaymentStatus.CANCELLED or payment.refunds.filter(reason=RELEASED).exists():
        return
    superseded = is_superseded(payment)
    if order.paid_at and not superseded:
        return  # A settled payment is not marked CANCELLING, so it can still have paid for free seats.
    ends = order.paid_at is None and not superseded
    refund = None
    if isinstance(result, Settled) and result.amount:
        payment.status, payment.captured = PaymentStatus.SETTLED, result.amount
        refund = queue_refund(payment, result.amount, RELEASED)
    else:
        payment.status = PaymentStatus.CANCELLED
    save_payment(payment)
    facts: dict[str, Any] = {"refund_id": refund.pk} if refund else {}
    order_events.record(order, "released", payment_id=payment.pk, ends=ends, **facts)
    if ends:
        end_order(order)
