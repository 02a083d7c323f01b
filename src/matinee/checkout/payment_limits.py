"""Rate limits of payments against card testing. A refused attempt changes nothing.

All processes and machines share the limits, because the database counts. The limit per hold is exact: it is
checked under the order's lock. Simultaneous attempts on several holds can exceed the limit per client.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, F, Min, Sum, When

from matinee.checkout.errors import TooManyAttempts, TooManyDeclines
from matinee.checkout.models import Payment, PaymentStatus
from matinee.core.clock import ClockTimestamp, database_now

WINDOW = timedelta(hours=1)
"""The time over which a client's declines are counted."""

UNSUCCESSFUL = (
    PaymentStatus.BEGUN,
    PaymentStatus.DECLINED,
    PaymentStatus.CANCELLING,
    PaymentStatus.CANCELLED,
)
"""With one of these statuses, the latest attempt of a payment counts as a decline. An abandoned 3-D Secure
challenge also counts once the payment is cancelled: the bank asks for one only if the card exists."""


def enforce_payment_limits(payments: Sequence[Payment], *, client: int | None, held_until: datetime) -> None:
    """Allow PAYMENT_ATTEMPTS_PER_HOLD attempts, and DECLINED_PAYMENTS_PER_HOUR declines per client.

    `payments` are those of the hold's order so far. `client` is a digest of an address. Without a client, or
    with DECLINED_PAYMENTS_PER_HOUR = 0, declines are not limited.

    Raises: TooManyAttempts, TooManyDeclines.
    """
    if sum(payment.attempt for payment in payments) >= settings.PAYMENT_ATTEMPTS_PER_HOLD:
        raise TooManyAttempts(retry_after=_seconds(held_until - database_now()))
    limit = settings.DECLINED_PAYMENTS_PER_HOUR
    if client is None or not limit:
        return
    declines, oldest = _declines_of(client)
    if declines >= limit:
        raise TooManyDeclines(retry_after=_seconds(oldest + WINDOW - database_now()))


def erase_old_clients() -> None:
    """Erase the client digests of payments that no longer count."""
    old = Payment.objects.filter(client__isnull=False, changed_at__lte=database_now() - WINDOW)
    old.update(client=None)


def _declines_of(client: int) -> tuple[int, datetime]:
    """Return a client's number of declines in the window, and when the oldest payment changed.

    A payment without a reference does not count: it never reached the provider, so no card was tried.
    """
    declined = F("attempt") - Case(When(status__in=UNSUCCESSFUL, then=0), default=1)
    recent = Payment.objects.filter(client=client, changed_at__gt=ClockTimestamp() - WINDOW)
    counted = recent.exclude(reference="").annotate(declined=declined).filter(declined__gt=0)
    found = counted.aggregate(declines=Sum("declined", default=0), oldest=Min("changed_at"))
    return found["declines"], found["oldest"]


def _seconds(time_left: timedelta) -> int:
    return max(1, math.ceil(time_left.total_seconds()))
