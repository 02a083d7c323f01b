"""Rules about money and refunds: pure functions without database or clock."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal


def included_tax(gross: Decimal, rate: Decimal, smallest: Decimal) -> Decimal:
    """Return the tax included in `gross` at `rate` per cent, rounded to the currency's `smallest` unit."""
    return (gross * rate / (100 + rate)).quantize(smallest, ROUND_HALF_UP)


def is_within_limit(amount: Decimal, earlier: Decimal, limit: Decimal | None) -> bool:
    """Return whether a refund and the earlier ones of its order keep to the limit; None is no limit."""
    return limit is None or earlier + amount <= limit


def is_refundable(starts_at: datetime, now: datetime, until_minutes: int | None) -> bool:
    """Return whether customers may refund tickets: until so many minutes before the show; None is never."""
    return until_minutes is not None and now < starts_at - timedelta(minutes=until_minutes)
