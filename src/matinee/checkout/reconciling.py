"""Finding what was cut off between two steps and finishing it: complete where seats can be had, else undo."""

from contextlib import suppress
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from matinee.booking.locking import locked_transaction
from matinee.booking.models import Booking
from matinee.checkout import audit
from matinee.checkout.attention import attention_on_error
from matinee.checkout.capturing import capture
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.locking import is_superseded, lock_order
from matinee.checkout.models import (
    IdempotencyKey,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.paying import LOST, hear, let_go, sell_free
from matinee.checkout.refunds import execute_refund
from matinee.checkout.standing import UNDECIDED, change_status
from matinee.core.clock import ClockTimestamp
from matinee.core.problems import Busy
from matinee.payments.port import Declined, NeedsAction, Pending, Unreachable
from matinee.payments.providers import provider_named
from matinee.runtime.failed_rows.services import whole_loop

PATIENCE = timedelta(seconds=60)
"""A request that asks the provider is done or dead by then."""

LAST_MINUTE = timedelta(minutes=1)
"""So long before the hold ends the payment is cancelled: the money goes before the seats do (B14)."""


def reconcile(*, patience: timedelta = PATIENCE) -> int:
    """Finish everything that has not moved for a while; how many payments and refunds were looked at.

    A row that fails is set aside, its order needs a person, and the next run tries it again.
    """
    stuck = list(_stuck(patience).values_list("pk", flat=True))
    whole_loop("reconcile-payments", stuck, _finish_payment)
    queued = Refund.objects.filter(
        status=RefundStatus.QUEUED, created_at__lt=ClockTimestamp() - patience
    ).order_by("pk")
    refunds = list(queued.values_list("pk", flat=True))
    whole_loop("reconcile-refunds", refunds, _finish_refund)
    whole_loop("reconcile-free-orders", list(_free(patience)), _finish_free)
    abandoned = list(_abandoned(patience).order_by("pk").values_list("pk", flat=True))
    whole_loop("expire-orders", abandoned, lambda order_id: _end(order_id, patience))
    return len(stuck) + len(refunds)


def _finish_payment(payment_id: int) -> None:
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    with attention_on_error(order_id), suppress(Busy, Unreachable):
        finish(payment_id)


def _finish_refund(refund_id: int) -> None:
    order_id = Refund.objects.values_list("payment__order", flat=True).get(pk=refund_id)
    with attention_on_error(order_id), suppress(Busy):
        execute_refund(refund_id)


def _finish_free(order_id: int) -> None:
    with attention_on_error(order_id), suppress(Busy, *LOST):
        sell_free(order_id)


def _end(order_id: int, patience: timedelta) -> None:
    with attention_on_error(order_id), suppress(Busy):
        _expire(order_id, patience)


def finish(payment_id: int) -> None:
    """Ask how a payment stands, and do what follows.

    Raises: Unreachable, Busy.
    """
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    if payment.status == PaymentStatus.CANCELLING or (payment.order.paid_at and is_superseded(payment)):
        let_go(payment)
        return
    if payment.status == PaymentStatus.AUTHORISED and payment.order.paid_at:
        capture(payment_id)
        return
    answer = (
        provider_named(payment.provider).look_up(payment.reference)
        if payment.reference
        else Declined("", "cancelled", "The payment was never begun.")
    )
    if isinstance(answer, (NeedsAction, Pending)) and not _has_time(payment.order):
        let_go(payment)
        return
    with suppress(PaymentDeclined, *LOST):
        hear(payment, answer, actor=audit.SYSTEM)


def _stuck(patience: timedelta) -> QuerySet[Payment]:
    unsold = Q(order__status__in=[OrderStatus.PENDING, OrderStatus.NEEDS_ATTENTION], order__paid_at=None)
    taken_unsold = unsold & Q(status=PaymentStatus.SETTLED, refunds=None)
    undecided = Payment.objects.filter(Q(status__in=UNDECIDED) | taken_unsold)
    return undecided.filter(changed_at__lt=ClockTimestamp() - patience).order_by("pk")


def _free(patience: timedelta) -> QuerySet[TicketOrder, int]:
    """The ids of orders that cost nothing and were cut off before they got their tickets."""
    orders = TicketOrder.objects.filter(status=OrderStatus.PENDING, paid_at__isnull=True, total=0)
    stuck = orders.filter(agreed_at__lt=ClockTimestamp() - patience)
    return stuck.order_by("pk").values_list("pk", flat=True)


def _has_time(order: TicketOrder) -> bool:
    rows = Booking.objects.of_hold(hold_id=order.hold_id, show_id=order.show_id)
    return rows.filter(locked_until__gt=ClockTimestamp() + LAST_MINUTE).exists()


def _abandoned(patience: timedelta) -> QuerySet[TicketOrder]:
    """Open orders that nobody is paying and whose hold is over; one whose money was taken is not over."""
    held = Booking.objects.taken().filter(hold_id=OuterRef("hold_id"), show_id=OuterRef("show_id"))
    being_paid = Payment.objects.filter(order=OuterRef("pk"), status__in=[*UNDECIDED, PaymentStatus.SETTLED])
    return TicketOrder.objects.filter(
        ~Exists(held),
        ~Exists(being_paid),
        Q(status=OrderStatus.PENDING),
        agreed_at__lt=ClockTimestamp() - patience,
    )


@locked_transaction
def _expire(order_id: int, patience: timedelta) -> None:
    order = lock_order(order_id)
    if _abandoned(patience).filter(pk=order_id).exists():
        change_status(order, OrderStatus.EXPIRED)
        IdempotencyKey.objects.filter(order=order, answered=False).delete()
        audit.note(order, "expired")
