"""Capture the authorised payment of an order with tickets (B14): always after the commit, never before."""

from matinee.booking.locking import locked_transaction
from matinee.booking.sale import free_seats
from matinee.checkout import order_events
from matinee.checkout.locking import lock_payment
from matinee.checkout.models import OrderStatus, Payment, PaymentStatus, Refund, RefundStatus
from matinee.checkout.order_status import change_status
from matinee.checkout.payment_state import is_superseded, save_payment
from matinee.checkout.queries import order_seat_ids
from matinee.payments.port import Declined, Settled, Unreachable
from matinee.payments.providers import provider_named
from matinee.payments.result_metrics import count_result
from matinee.tickets.models import Ticket
from matinee.tickets.services import void_tickets


def capture_payment(payment_id: int) -> None:
    """Capture the payment of a paid order. Without a final result, the reconciler tries again.

    Raises: Busy.
    """
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    order = payment.order
    if payment.status != PaymentStatus.AUTHORISED or order.paid_at is None or is_superseded(payment):
        return
    provider = provider_named(payment.provider)
    try:
        result = count_result(
            provider,
            "capture",
            lambda: provider.capture(
                payment.reference,
                amount=payment.amount,
                currency=order.currency,
                key=f"{order.reference}-{payment.pk}-capture",
            ),
        )
    except Unreachable:
        return
    match result:
        case Settled():
            _record_capture(payment_id, result)
        case Declined():
            _record_failure(payment_id, result)


@locked_transaction
def _record_capture(payment_id: int, result: Settled) -> None:
    payment = lock_payment(payment_id)
    if payment.status == PaymentStatus.AUTHORISED:
        payment.status, payment.captured = PaymentStatus.SETTLED, result.amount
        save_payment(payment)
        order_events.record(payment.order, "captured", actor=order_events.PROVIDER, payment_id=payment.pk)


@locked_transaction
def _record_failure(payment_id: int, result: Declined) -> None:
    """Void the tickets, free the seats and mark the order for attention (B14).

    Queued refunds are deleted, because no money was taken. If no ticket was valid any more, the order does
    not need attention.
    """
    payment = lock_payment(payment_id)
    if payment.status != PaymentStatus.AUTHORISED:
        return
    order = payment.order
    payment.status = PaymentStatus.CANCELLED
    save_payment(payment)
    Refund.objects.filter(payment=payment, status=RefundStatus.QUEUED).delete()
    tickets = list(Ticket.objects.filter(order_line__order=order))
    voided = void_tickets(tickets=tickets, include_admitted=True)
    order_events.record(
        order,
        "capture failed",
        actor=order_events.PROVIDER,
        payment_id=payment.pk,
        code=result.code,
        voided=[ticket.pk for ticket in voided],
    )
    if not voided:
        return
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=order_seat_ids(order))
    change_status(order, OrderStatus.NEEDS_ATTENTION)
