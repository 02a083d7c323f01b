"""Which price card a show gets, and which card applies when in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from matinee.catalogue.models import Movie
from matinee.pricing.holidays import holiday_name
from matinee.pricing.models import PriceCard, PriceRule
from matinee.pricing.rules import Band, Conditions, Occasion, bands_of_day, first_match
from matinee.venues.models import Hall, Venue
from matinee.venues.rules import business_day

WEEK = 7


def card_for(
    venue: Venue, hall: Hall, starts_at: datetime, movie: Movie, screen_format: str
) -> PriceCard | None:
    """The card of the first rule that such a show meets. None without one. `starts_at` is aware."""
    card_id = chosen_card_id(conditions_of(venue.pk), venue, hall, starts_at, movie, screen_format)
    return PriceCard.objects.get(pk=card_id) if card_id else None


def chosen_card_id(
    rules: Sequence[Conditions],
    venue: Venue,
    hall: Hall,
    starts_at: datetime,
    movie: Movie,
    screen_format: str,
) -> int | None:
    """As `card_for`, with the rules of the venue as `conditions_of` returns them, for many shows."""
    found = first_match(rules, occasion_of(venue, hall, starts_at, movie, screen_format))
    return found.card_id if found else None


def occasion_of(venue: Venue, hall: Hall, starts_at: datetime, movie: Movie, screen_format: str) -> Occasion:
    """Such a show, as rules see it. `starts_at` is aware."""
    day = business_day(venue, starts_at)
    return Occasion(
        day=day,
        at=starts_at.astimezone(ZoneInfo(venue.timezone)).time(),
        is_holiday=holiday_name(venue, day) is not None,
        hall_id=hall.pk,
        movie_id=movie.pk,
        format=screen_format,
    )


def conditions_of(venue_id: int) -> Sequence[Conditions]:
    """What the rules of a venue require, in their order."""
    return [rule.conditions for rule in PriceRule.objects.filter(venue=venue_id)]


@dataclass(frozen=True)
class GridDay:
    """A business day of a week, divided into bands."""

    day: date
    holiday: str | None
    bands: list[Band]


def week_grid(
    venue: Venue,
    first_day: date,
    *,
    hall_id: int | None = None,
    movie_id: int | None = None,
    screen_format: str = "",
) -> list[GridDay]:
    """Which rule applies when, for seven business days.

    A hall, film or format that is open meets no rule that requires one.
    """
    rules = conditions_of(venue.pk)
    days = []
    for day in (first_day + timedelta(days=ahead) for ahead in range(WEEK)):
        holiday = holiday_name(venue, day)
        occasion = Occasion(
            day=day,
            at=venue.day_starts_at,
            is_holiday=holiday is not None,
            hall_id=hall_id,
            movie_id=movie_id,
            format=screen_format,
        )
        days.append(GridDay(day, holiday, bands_of_day(rules, occasion, venue.day_starts_at)))
    return days
