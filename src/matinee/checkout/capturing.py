"""Taking the money that is reserved for tickets that exist (B14): after the commit, never before."""

from matinee.booking.locking import locked_transaction
from matinee.booking.sale import free_seats
from matinee.checkout import audit
from matinee.checkout.locking import is_superseded, lock_payment, save_payment, seat_ids_of
from matinee.checkout.models import OrderStatus, Payment, PaymentStatus, Refund, RefundStatus
from matinee.checkout.standing import change_status
from matinee.payments.counting import counted
from matinee.payments.port import Declined, Settled, Unreachable
from matinee.payments.providers import provider_named
from matinee.tickets.models import Ticket
from matinee.tickets.services import void_tickets


def capture(payment_id: int) -> None:
    """Take the money of a paid order; again and again until the provider says yes or no."""
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    order = payment.order
    if payment.status != PaymentStatus.AUTHORISED or order.paid_at is None or is_superseded(payment):
        return
    provider = provider_named(payment.provider)
    try:
        answer = counted(
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
    match answer:
        case Settled():
            _taken(payment_id, answer)
        case Declined():
            _failed_for_good(payment_id, answer)


@locked_transaction
def _taken(payment_id: int, answer: Settled) -> None:
    payment = lock_payment(payment_id)
    if payment.status == PaymentStatus.AUTHORISED:
        payment.status, payment.captured = PaymentStatus.SETTLED, answer.amount
        save_payment(payment)
        audit.note(payment.order, "captured", actor=audit.PROVIDER, payment_id=payment.pk)


@locked_transaction
def _failed_for_good(payment_id: int, answer: Declined) -> None:
    """B14: nobody keeps tickets that nobody paid: they are voided, the seats are free, people are told.

    What was given back before is not owed, as nothing was taken; if that was all, nobody need be told.
    """
    payment = lock_payment(payment_id)
    if payment.status != PaymentStatus.AUTHORISED:
        return
    order = payment.order
    payment.status = PaymentStatus.CANCELLED
    save_payment(payment)
    Refund.objects.filter(payment=payment, status=RefundStatus.QUEUED).delete()
    voided = void_tickets(tickets=list(Ticket.objects.filter(order_line__order=order)), even_used=True)
    audit.note(
        order,
        "capture failed",
        actor=audit.PROVIDER,
        payment_id=payment.pk,
        code=answer.code,
        voided=[ticket.pk for ticket in voided],
    )
    if not voided:
        return
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=seat_ids_of(order))
    change_status(order, OrderStatus.NEEDS_ATTENTION)
