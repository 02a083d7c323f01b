"""Format times in the venue's time zone and amounts in the digits of their currency."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from matinee.core.money import money_string
from matinee.venues.models import Venue

UTC = "UTC"


def format_local_time(moment: datetime | None, zone: str) -> str:
    """`"Sun 29 Nov 2026, 20:15 CET"`; a dash for None."""
    if moment is None:
        return "–"
    return f"{moment.astimezone(ZoneInfo(zone)):%a %-d %b %Y, %H:%M %Z}"


def format_amount(amount: Decimal | None, currency: str) -> str:
    """`"12.50 EUR"`, `"1200 JPY"`; a dash for None."""
    return "–" if amount is None else f"{money_string(amount, currency)} {currency}"


def common_time_zone() -> str:
    """Return the time zone of the venues if all share one, else UTC."""
    zones = Venue.objects.order_by().values_list("timezone", flat=True).distinct()[:2]
    return zones[0] if len(zones) == 1 else UTC
