"""How often a payment may be tried. This stops card testing; a refused attempt changes nothing.

Both counts are in the database, so they hold for all processes and machines together. The count of a hold
is exact: it is read under the order's lock. The count of a client can be exceeded by attempts on other
holds that are frozen in the same milliseconds.
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
"""Declined payments of a client are counted over this time."""

NOT_PAID = (
    PaymentStatus.BEGUN,
    PaymentStatus.DECLINED,
    PaymentStatus.CANCELLING,
    PaymentStatus.CANCELLED,
)
"""The newest attempt of a payment counts as declined until the provider gives another answer, and when the
customer leaves it at the bank's further step: a card that is asked for one has been tested."""


def refuse_too_many(payments: Sequence[Payment], *, client: int | None, held_until: datetime) -> None:
    """Allow PAYMENT_ATTEMPTS_PER_HOLD attempts and DECLINED_PAYMENTS_PER_HOUR declines of one client.

    `payments` are those of the hold's order so far. No client, or 0 an hour, is any number of declines.

    Raises: TooManyAttempts, TooManyDeclines.
    """
    if sum(payment.attempt for payment in payments) >= settings.PAYMENT_ATTEMPTS_PER_HOLD:
        raise TooManyAttempts(retry_after=_seconds(held_until - database_now()))
    most = settings.DECLINED_PAYMENTS_PER_HOUR
    if client is None or not most:
        return
    declines, oldest = _declines_of(client)
    if declines >= most:
        raise TooManyDeclines(retry_after=_seconds(oldest + WINDOW - database_now()))


def forget_clients() -> None:
    """Delete the clients of payments that no longer count."""
    old = Payment.objects.filter(client__isnull=False, changed_at__lte=ClockTimestamp() - WINDOW)
    old.update(client=None)


def _declines_of(client: int) -> tuple[int, datetime]:
    """How many attempts of a client were declined within the window, and when the oldest payment changed.

    A payment without a reference never reached the provider: no card was tried.
    """
    declined = F("attempt") - Case(When(status__in=NOT_PAID, then=0), default=1)
    recent = Payment.objects.filter(client=client, changed_at__gt=ClockTimestamp() - WINDOW)
    counted = recent.exclude(reference="").annotate(declined=declined).filter(declined__gt=0)
    found = counted.aggregate(declines=Sum("declined", default=0), oldest=Min("changed_at"))
    return found["declines"], found["oldest"]


def _seconds(left: timedelta) -> int:
    return max(1, math.ceil(left.total_seconds()))
