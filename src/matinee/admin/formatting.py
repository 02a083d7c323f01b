"""Times as the clocks of the cinema show them, with the zone's name, and amounts in the currency's digits."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from matinee.core.money import money_string
from matinee.venues.models import Venue

STAFF_PAGES = "/admin/"
UTC = "UTC"


def format_local_time(moment: datetime | None, zone: str) -> str:
    """`"Sun 29 Nov 2026, 20:15 CET"`; a dash for no moment."""
    if moment is None:
        return "–"
    return f"{moment.astimezone(ZoneInfo(zone)):%a %-d %b %Y, %H:%M %Z}"


def format_amount(amount: Decimal | None, currency: str) -> str:
    """`"12.50 EUR"`, `"1200 JPY"`; a dash for no amount."""
    return "–" if amount is None else f"{money_string(amount, currency)} {currency}"


def zone_of_all_venues() -> str:
    """The time zone of the venues if all are in one, else UTC."""
    zones = Venue.objects.order_by().values_list("timezone", flat=True).distinct()[:2]
    return zones[0] if len(zones) == 1 else UTC


class StaffTimeZone:
    """Middleware: the admin is in the venues' time zone, which its header names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; other pages than the admin's are left alone."""
        if not request.path_info.startswith(STAFF_PAGES):
            return self.get_response(request)
        with timezone.override(zone_of_all_venues()):
            return self.get_response(request)
