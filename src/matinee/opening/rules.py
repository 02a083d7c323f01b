"""Decisions about opening a cinema that need neither database nor clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from matinee.core.problems import Invalid
from matinee.opening.legal_texts import missing_kinds
from matinee.venues.models import Venue
from matinee.venues.rules import business_day


class Requirement(TextChoices):
    """What a cinema needs before it sells online, in the order of the work."""

    ADDRESS = "address"
    SELLER = "seller"
    LEGAL_TEXTS = "legal-texts"
    HALL = "hall"
    FILMS = "films"
    PRICES = "prices"
    FIRST_SHOW = "first-show"
    EMAIL = "email"
    PAYMENTS = "payments"
    SECOND_FACTOR = "second-factor"
    SITE_URL = "site-url"


@dataclass(frozen=True)
class Facts:
    """What is known about a cinema and its installation."""

    country: str
    has_seller: bool
    legal_kinds: frozenset[str]
    halls_with_seats: int
    films: int
    ticket_types: int
    coming_shows: int
    sends_email: bool
    sells_online: bool
    provider: str | None
    is_test_provider: bool
    owners_without_second_factor: int
    site_url: str


def unmet(facts: Facts) -> frozenset[Requirement]:
    """The requirements that are not met yet."""
    has_payments = not facts.sells_online or (facts.provider is not None and not facts.is_test_provider)
    met = {
        Requirement.ADDRESS: bool(facts.country),
        Requirement.SELLER: facts.has_seller,
        Requirement.LEGAL_TEXTS: not missing_kinds(facts.country, facts.legal_kinds),
        Requirement.HALL: facts.halls_with_seats > 0,
        Requirement.FILMS: facts.films > 0,
        Requirement.PRICES: facts.ticket_types > 0,
        Requirement.FIRST_SHOW: facts.coming_shows > 0,
        Requirement.EMAIL: facts.sends_email,
        Requirement.PAYMENTS: has_payments,
        Requirement.SECOND_FACTOR: facts.owners_without_second_factor == 0,
        Requirement.SITE_URL: facts.site_url.startswith("https://"),
    }
    return frozenset(one for one, is_met in met.items() if not is_met)


@dataclass(frozen=True)
class Placement:
    """When a show starts on the clock of its cinema, and on which business day."""

    starts_at: datetime
    """Without a zone."""
    day: date


def placement(venue: Venue, moment: datetime) -> Placement:
    """Where a moment is in the calendar of a venue."""
    local = moment.astimezone(ZoneInfo(venue.timezone)).replace(tzinfo=None)
    return Placement(local, business_day(venue, moment))


def moment_of(local: datetime, zone: str) -> datetime:
    """The moment of a local time, the first one where the clocks go back.

    Raises: Invalid, where they go forward and skip the time.
    """
    moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise Invalid(errors={"starts_at": [_("The clocks skip this time on that day. Choose another one.")]})
    return moment


def next_free(
    occupied: Sequence[tuple[datetime, datetime]], earliest: datetime, length: timedelta
) -> datetime:
    """The first moment from `earliest` on at which nothing is in a hall for this long.

    `occupied` has the beginnings and ends, by beginning.
    """
    for begin, end in occupied:
        if begin < earliest + length and end > earliest:
            earliest = end
    return earliest
