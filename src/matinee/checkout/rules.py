"""Decisions about money and orders that need neither database nor clock."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal


def tax_in(gross: Decimal, rate: Decimal, smallest: Decimal) -> Decimal:
    """The tax that is included in `gross` at `rate` per cent, rounded to the currency's `smallest` unit."""
    return (gross * rate / (100 + rate)).quantize(smallest, ROUND_HALF_UP)


def may_give_back(starts_at: datetime, now: datetime, until_minutes: int | None) -> bool:
    """Whether the venue's terms let customers give tickets back: until so many minutes before the show."""
    return until_minutes is not None and now < starts_at - timedelta(minutes=until_minutes)
