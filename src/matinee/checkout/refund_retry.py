"""Try refused refunds again at the provider. Each attempt has a key of its own (B14)."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import jobs, order_events
from matinee.checkout.errors import CannotRetry
from matinee.checkout.locking import lock_order_for
from matinee.checkout.models import PaymentStatus, Refund, RefundStatus, TicketOrder
from matinee.checkout.order_version import check_version
from matinee.core.clock import database_now
from matinee.staff.permissions import Permission

RETRY_AFTER = timedelta(minutes=2)
"""After a refusal. No request to a provider takes longer, so none of the refused attempt is under way."""


@locked_transaction
def retry_refunds(*, order_id: int, actor: str | Actor, version: int | None = None) -> None:
    """Queue the refused refunds of an order again, each as a new attempt.

    The provider refused the earlier attempt, so it moved no money. After a crash, the new attempt is repeated
    with the same key. A late result of the earlier attempt is ignored: it is not that of the current attempt.

    Raises: OrderNotFound, NotPermitted, ChangedMeanwhile, CannotRetry, Busy.
    """
    order = lock_order_for(order_id, actor, Permission.SETTLE_ORDERS)
    check_version(order, version)
    refunds = retriable_refunds(order)
    if not refunds:
        raise CannotRetry
    for refund in refunds:
        refund.status, refund.message, refund.attempt = RefundStatus.QUEUED, "", refund.attempt + 1
        refund.save(update_fields=["status", "message", "attempt"])
        jobs.enqueue_after_commit(jobs.REFUND, refund_id=refund.pk)
    amount = sum((refund.amount for refund in refunds), Decimal(0))
    order_events.record(
        order,
        "refund tried again",
        actor=actor,
        refund_ids=[refund.pk for refund in refunds],
        amount=str(amount),
    )


def retriable_refunds(order: TicketOrder) -> list[Refund]:
    """Return the refused refunds that may be tried again now, the oldest first.

    A payment never pays back more than it took: a refused refund whose money went back in another refund
    since is not tried again.
    """
    refused = Refund.objects.open().filter(
        payment__order=order, payment__status=PaymentStatus.SETTLED, status=RefundStatus.REFUSED
    )
    just_refused = set(
        order.events.filter(type="refund refused", at__gt=database_now() - RETRY_AFTER).values_list(
            "facts__refund_id", flat=True
        )
    )
    left = _left_of_payments(order)
    found = []
    for refund in refused.order_by("pk"):
        if refund.pk not in just_refused and refund.amount <= left[refund.payment_id]:
            left[refund.payment_id] -= refund.amount
            found.append(refund)
    return found


def _left_of_payments(order: TicketOrder) -> defaultdict[int, Decimal]:
    """The taken money of each payment that is neither paid back nor queued, by the payment's id."""
    left: defaultdict[int, Decimal] = defaultdict(Decimal)
    for pk, captured in order.payments.values_list("pk", "captured"):
        left[pk] += captured
    not_paid_back = Q(status=RefundStatus.REFUSED, settled_at__isnull=True)
    for refund in Refund.objects.filter(payment__order=order).exclude(not_paid_back):
        left[refund.payment_id] -= refund.amount
    return left
