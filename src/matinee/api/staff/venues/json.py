"""JSON of the settings of cinemas."""

from decimal import Decimal

from django.conf import settings

from matinee.api.staff.venues.shapes import (
    EmailSettingsShape,
    MailTestShape,
    ManagedVenueShape,
    PaymentSettingsShape,
    ReadinessShape,
    VenueChoicesShape,
    VenueSettingsShape,
)
from matinee.core.countries import COUNTRIES
from matinee.core.currencies import DIGITS, usual_currency
from matinee.core.money import money_string
from matinee.core.time_zones import TIME_ZONES
from matinee.opening.models import MailTest
from matinee.opening.queries import PaymentService, has_sold, terms_of
from matinee.opening.requirements import CheckedRequirement
from matinee.venues.models import Venue


def managed_venue_json(venue: Venue) -> ManagedVenueShape:
    """A cinema in a list."""
    return {
        "id": venue.pk,
        "name": venue.name,
        "city": venue.city,
        "country": venue.country,
        "timezone": venue.timezone,
        "currency": venue.currency,
    }


def venue_settings_json(venue: Venue) -> VenueSettingsShape:
    """All settings of a cinema."""
    terms = terms_of(venue)
    limit = terms.refund_limit if terms else None
    seller = terms.seller if terms else None
    return {
        **managed_venue_json(venue),
        "version": venue.version,
        "address": venue.address,
        "region": venue.region,
        "currency_fixed": has_sold(venue),
        "day_starts_at": f"{venue.day_starts_at:%H:%M}",
        "seat_type_names": venue.seat_type_names,
        "format_names": venue.format_names,
        "phone": venue.phone,
        "email": venue.email,
        "website": venue.website,
        "opening_hours": venue.opening_hours,
        "seller": {"legal_name": seller.legal_name, "tax_number": seller.tax_number} if seller else None,
        "ticket_tax_rate": _per_cent(terms.ticket_tax_rate) if terms else None,
        "refundable_until_minutes": terms.refundable_until_minutes if terms else None,
        "refund_limit": None if limit is None else money_string(limit, venue.currency),
        "legal_pages": [
            {"kind": page.kind, "language": page.language, "text": page.text, "url": page.url}
            for page in venue.legal_pages.all()
        ],
    }


def readiness_json(requirements: list[CheckedRequirement]) -> ReadinessShape:
    """What is there and what is missing."""
    return {
        "missing": sum(not one.is_done for one in requirements),
        "requirements": [
            {"code": one.code.value, "done": one.is_done, "text": one.text, "screen": one.screen}
            for one in requirements
        ],
    }


def venue_choices_json() -> VenueChoicesShape:
    """The values that the settings accept."""
    return {
        "countries": sorted(COUNTRIES),
        "currencies": sorted(DIGITS),
        "usual_currencies": {
            country: currency for country in sorted(COUNTRIES) if (currency := usual_currency(country))
        },
        "time_zones": sorted(TIME_ZONES),
        "languages": [code for code, _ in settings.LANGUAGES],
    }


def email_settings_json(test: MailTest | None) -> EmailSettingsShape:
    """How the site sends email, and the caller's last test."""
    return {
        "sends_email": settings.SENDS_EMAIL,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "test": mail_test_json(test) if test else None,
    }


def mail_test_json(test: MailTest) -> MailTestShape:
    """A test email."""
    return {
        "status": test.status,
        "error": test.error,
        "created_at": test.created_at,
        "ended_at": test.ended_at,
    }


def payment_settings_json(service: PaymentService) -> PaymentSettingsShape:
    """The provider of online payments, without its keys."""
    return {
        "sells_online": settings.SELLS_ONLINE,
        "provider": service.provider,
        "is_test": service.is_test,
        "last_paid_at": service.last_paid_at,
        "last_declined_at": service.last_declined_at,
        "undecided": service.undecided,
    }


def _per_cent(rate: Decimal) -> str:
    """`7` or `8.88`."""
    return f"{rate.normalize():f}"
