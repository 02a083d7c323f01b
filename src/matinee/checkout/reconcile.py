"""Finish interrupted orders (B14): complete them if the seats are available, else release the money."""

from contextlib import suppress
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from matinee.booking.locking import locked_transaction
from matinee.booking.models import Booking, TakenSeat
from matinee.checkout import order_events
from matinee.checkout.capture import capture_payment
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.free_orders import complete_free_order
from matinee.checkout.locking import lock_order
from matinee.checkout.models import (
    IdempotencyKey,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.order_completion import SALE_ERRORS
from matinee.checkout.order_status import UNDECIDED, change_status, mark_on_error
from matinee.checkout.payment_state import is_superseded
from matinee.checkout.provider_results import handle_result
from matinee.checkout.refunds import execute_refund
from matinee.checkout.release import release_payment
from matinee.core.clock import ClockTimestamp
from matinee.core.problems import Busy
from matinee.payments.port import Declined, NeedsAction, PaymentResult, Pending, Unreachable
from matinee.payments.providers import provider_named
from matinee.runtime.failed_rows.services import whole_loop

MIN_AGE = timedelta(seconds=60)
"""A row that has not changed for this time is interrupted: no request to a provider takes longer."""

RELEASE_BEFORE_END = timedelta(minutes=1)
"""An undecided payment is released this long before its hold ends: the money before the seats (B14)."""


def reconcile_orders(*, min_age: timedelta = MIN_AGE) -> int:
    """Finish all rows that have not changed for `min_age`. Return the number of payments and refunds tried.

    A row that fails marks its order for attention. The next run tries it again.
    """
    payments = list(_interrupted_payments(min_age).values_list("pk", flat=True))
    whole_loop("reconcile-payments", payments, _finish_payment)
    queued = Refund.objects.filter(
        status=RefundStatus.QUEUED, created_at__lt=ClockTimestamp() - min_age
    ).order_by("pk")
    refunds = list(queued.values_list("pk", flat=True))
    whole_loop("reconcile-refunds", refunds, _finish_refund)
    whole_loop("reconcile-free-orders", list(_interrupted_free_orders(min_age)), _finish_free_order)
    abandoned = list(_abandoned_orders(min_age).order_by("pk").values_list("pk", flat=True))
    whole_loop("expire-orders", abandoned, lambda order_id: _finish_abandoned(order_id, min_age))
    return len(payments) + len(refunds)


def reconcile_payment(payment_id: int) -> None:
    """Look up a payment at its provider, and take the next step.

    Raises: Unreachable, Busy.
    """
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    if payment.status == PaymentStatus.CANCELLING or (payment.order.paid_at and is_superseded(payment)):
        release_payment(payment)
        return
    if payment.status == PaymentStatus.AUTHORISED and payment.order.paid_at:
        capture_payment(payment_id)
        return
    result = _look_up(payment)
    if isinstance(result, (NeedsAction, Pending)) and not _has_time(payment.order):
        release_payment(payment)
        return
    with suppress(PaymentDeclined, *SALE_ERRORS):
        handle_result(payment, result, actor=order_events.SYSTEM)


def _look_up(payment: Payment) -> PaymentResult:
    if not payment.reference:
        return Declined("", "cancelled", "The payment was never begun.")
    return provider_named(payment.provider).look_up(payment.reference)


def _finish_payment(payment_id: int) -> None:
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    with mark_on_error(order_id), suppress(Busy, Unreachable):
        reconcile_payment(payment_id)


def _finish_refund(refund_id: int) -> None:
    order_id = Refund.objects.values_list("payment__order", flat=True).get(pk=refund_id)
    with mark_on_error(order_id), suppress(Busy):
        execute_refund(refund_id)


def _finish_free_order(order_id: int) -> None:
    with mark_on_error(order_id), suppress(Busy, *SALE_ERRORS):
        complete_free_order(order_id)


def _finish_abandoned(order_id: int, min_age: timedelta) -> None:
    with mark_on_error(order_id), suppress(Busy):
        _expire(order_id, min_age)


def _interrupted_payments(min_age: timedelta) -> QuerySet[Payment]:
    """Payments with a next step, and settled payments of orders without tickets."""
    unsold = Q(order__status__in=[OrderStatus.PENDING, OrderStatus.NEEDS_ATTENTION], order__paid_at=None)
    settled_unsold = unsold & Q(status=PaymentStatus.SETTLED, refunds=None)
    undecided = Payment.objects.filter(Q(status__in=UNDECIDED) | settled_unsold)
    return undecided.filter(changed_at__lt=ClockTimestamp() - min_age).order_by("pk")


def _interrupted_free_orders(min_age: timedelta) -> QuerySet[TicketOrder, int]:
    """The ids of orders that cost nothing and have no tickets yet."""
    orders = TicketOrder.objects.filter(status=OrderStatus.PENDING, paid_at__isnull=True, total=0)
    interrupted = orders.filter(agreed_at__lt=ClockTimestamp() - min_age)
    return interrupted.order_by("pk").values_list("pk", flat=True)


def _has_time(order: TicketOrder) -> bool:
    rows = Booking.objects.of_hold(hold_id=order.hold_id, show_id=order.show_id)
    return rows.filter(locked_until__gt=ClockTimestamp() + RELEASE_BEFORE_END).exists()


def _abandoned_orders(min_age: timedelta) -> QuerySet[TicketOrder]:
    """Open orders without a hold, without an undecided payment and without taken money."""
    held = TakenSeat.objects.filter(hold_id=OuterRef("hold_id"), show_id=OuterRef("show_id"))
    being_paid = Payment.objects.filter(order=OuterRef("pk"), status__in=[*UNDECIDED, PaymentStatus.SETTLED])
    return TicketOrder.objects.filter(
        ~Exists(held),
        ~Exists(being_paid),
        Q(status=OrderStatus.PENDING),
        agreed_at__lt=ClockTimestamp() - min_age,
    )


@locked_transaction
def _expire(order_id: int, min_age: timedelta) -> None:
    order = lock_order(order_id)
    if _abandoned_orders(min_age).filter(pk=order_id).exists():
        change_status(order, OrderStatus.EXPIRED)
        IdempotencyKey.objects.filter(order=order, completed=False).delete()
        order_events.record(order, "expired")
