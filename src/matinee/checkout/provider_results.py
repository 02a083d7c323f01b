"""Act on the result of a payment provider (B14): issue the tickets, release the payment, or wait."""

from django.db import InterfaceError, OperationalError

from matinee.booking.availability import nearest_free
from matinee.booking.errors import SeatsTaken
from matinee.booking.locking import locked_transaction
from matinee.booking.sale import thaw_hold
from matinee.checkout import idempotency, order_events
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.locking import lock_payment
from matinee.checkout.models import Customer, OrderStatus, Payment, PaymentStatus, TicketOrder
from matinee.checkout.order_completion import SALE_ERRORS, complete_order
from matinee.checkout.order_status import mark_failed
from matinee.checkout.payment_state import is_superseded, save_payment
from matinee.checkout.queries import order_seat_ids
from matinee.checkout.release import FINAL, release_payment
from matinee.core.problems import Busy
from matinee.core.row_failures import report_row_failure
from matinee.payments.port import Authorised, Declined, NeedsAction, PaymentResult, Pending, Settled
from matinee.payments.providers import may_issue_tickets

STATUS: dict[type, PaymentStatus] = {
    Authorised: PaymentStatus.AUTHORISED,
    Settled: PaymentStatus.SETTLED,
    NeedsAction: PaymentStatus.NEEDS_ACTION,
    Pending: PaymentStatus.PENDING,
}
UNSELLABLE = {PaymentStatus.CANCELLING, PaymentStatus.CANCELLED}
"""Nothing is sold for a payment with one of these statuses."""


def handle_result(
    requested: Payment, result: PaymentResult, *, actor: str = order_events.PROVIDER
) -> TicketOrder:
    """Record a provider's result and act on it. A repeated, late or out-of-order result changes nothing more.

    `requested` is the payment as it was before the request to the provider.

    Raises: PaymentDeclined, Busy. If the seats can no longer be sold, the payment is released first, then:
    SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed.
    """
    match result:
        case Authorised() | Settled():
            return _complete_or_release(_record_result(requested.pk, result, actor))
        case Declined():
            return _decline(requested, result, actor)
        case NeedsAction() | Pending():
            return _record_result(requested.pk, result, actor).order


@locked_transaction
def _record_result(
    payment_id: int, result: Authorised | Settled | NeedsAction | Pending, actor: str
) -> Payment:
    payment = lock_payment(payment_id)
    if payment.status in UNSELLABLE | FINAL or payment.status == STATUS[type(result)]:
        return payment
    payment.status = STATUS[type(result)]
    payment.next_action = dict(result.action) if isinstance(result, NeedsAction) else None
    if isinstance(result, Settled):
        payment.captured = result.amount
    save_payment(payment, card_last4=_digits_to_store(result, payment.order))
    if isinstance(result, (NeedsAction, Pending)):
        idempotency.store_response(payment.order)
    order_events.record(payment.order, payment.status.lower(), actor=actor, payment_id=payment.pk)
    return payment


def _digits_to_store(result: PaymentResult, order: TicketOrder) -> str:
    """Return the last digits of the card; "" if they are unknown or the customer's data is erased."""
    digits = result.card_last4 if isinstance(result, (Authorised, Settled)) else ""
    return digits if digits and Customer.objects.filter(order=order).exists() else ""


def _complete_or_release(payment: Payment) -> TicketOrder:
    """Issue the tickets for a secured payment, or release the payment if that is no longer possible."""
    if payment.status in UNSELLABLE or is_superseded(payment) or not may_issue_tickets(payment.provider):
        release_payment(payment)
        return payment.order
    try:
        return complete_order(payment.order_id)
    except SeatsTaken as error:
        release_payment(payment)
        nearest = nearest_free(
            show_id=payment.order.show_id, lost=error.seat_ids, wanted=order_seat_ids(payment.order)
        )
        raise error.with_suggestions(nearest) from None
    except SALE_ERRORS:
        release_payment(payment)
        raise
    except (Busy, OperationalError, InterfaceError):
        raise  # The database is unavailable or overloaded: the reconciler tries again.
    except Exception as error:
        report_row_failure("sell", payment.order_id, error)
        mark_failed(payment.order_id, error)
        release_payment(payment)
        raise


def _decline(requested: Payment, result: Declined, actor: str) -> TicketOrder:
    """Record a decline. Raises: PaymentDeclined, unless the decline changes nothing."""
    declined = _record_decline(requested, result, actor)
    if declined is None:
        return Payment.objects.select_related("order").get(pk=requested.pk).order
    raise declined


@locked_transaction
def _record_decline(requested: Payment, result: Declined, actor: str) -> PaymentDeclined | None:
    """Unfreeze the hold (B13). Return the error for the client; None if nothing changes.

    Nothing changes if the order has ended, if this decline is recorded already, or if a new attempt has
    started since the request to the provider.
    """
    payment = lock_payment(requested.pk)
    order = payment.order
    is_open = order.paid_at is None and order.status != OrderStatus.EXPIRED
    if payment.status in UNSELLABLE | FINAL or not is_open:
        return None
    if payment.attempt != requested.attempt or payment.status == PaymentStatus.DECLINED:
        # A new attempt needs the frozen hold.
        return None
    payment.status, payment.next_action = PaymentStatus.DECLINED, None
    save_payment(payment)
    until = thaw_hold(hold_id=order.hold_id, show_id=order.show_id)
    idempotency.store_response(order, decline_code=result.code)
    order_events.record(order, "declined", actor=actor, payment_id=payment.pk, code=result.code)
    return PaymentDeclined(decline_code=result.code, message=result.message, locked_until=until)
