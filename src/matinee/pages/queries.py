"""Queries for pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from matinee.booking.availability import seat_counts
from matinee.catalogue.models import Movie
from matinee.catalogue.queries import movies
from matinee.core.clock import ClockTimestamp
from matinee.shows.models import Show, ShowStatus
from matinee.shows.queries import current_shows
from matinee.venues.models import Venue
from matinee.venues.rules import business_day, moment_on

NEXT_SHOWS = timedelta(hours=24)
MAX_SHOWS = 200
"""Limit for the length of a page."""

MAX_SITEMAP_URLS = 50_000
"""Maximum of the sitemap protocol per file."""


@dataclass(frozen=True)
class Screening:
    """A show at the database's time `now`, with the number of available seats."""

    show: Show
    seats_left: int
    now: datetime


def venues() -> list[Venue]:
    """Return all venues by name, with the database's time as `read_at`."""
    return list(Venue.objects.annotate(read_at=ClockTimestamp()).order_by("name", "pk"))


def shows_soon() -> list[Show]:
    """Return the shows on sale that start within a day, grouped by venue and film."""
    soon = _scheduled().filter(starts_at__lt=ClockTimestamp() + NEXT_SHOWS)
    return list(
        soon.order_by("hall__venue__name", "hall__venue", "movie__title", "movie", "starts_at", "pk")[
            :MAX_SHOWS
        ]
    )


def shows_of_day(venue: Venue, day: date) -> list[Show]:
    """Return the shows on sale of a business day, grouped by film."""
    try:
        first, end = (moment_on(venue, one, venue.day_starts_at) for one in (day, day + timedelta(days=1)))
    except OverflowError:
        # The first or the last day that Python has.
        return []
    shows = _scheduled().filter(hall__venue=venue, starts_at__gte=first, starts_at__lt=end)
    return list(shows.order_by("movie__title", "movie", "starts_at", "pk")[:MAX_SHOWS])


def opening_day(venue: Venue, today: date) -> date:
    """Return today, or the next business day with shows on sale if it has none left."""
    first = moment_on(venue, today, venue.day_starts_at)
    shows = _scheduled().filter(hall__venue=venue, starts_at__gte=first).order_by("starts_at")
    starts_at = shows.values_list("starts_at", flat=True).first()
    return business_day(venue, starts_at) if starts_at else today


def get_movie(movie_id: int) -> Movie | None:
    """Return a film, or None."""
    return movies().filter(pk=movie_id).first()


def screenings_of(movie_id: int) -> list[Screening]:
    """Return the upcoming shows of a film by time, including cancelled ones."""
    shows = current_shows().filter(movie=movie_id).order_by("starts_at", "pk")
    return _with_seats_left(shows[:MAX_SHOWS])


def get_screening(show_id: int) -> Screening | None:
    """Return a show, or None. Past shows are included."""
    shows = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id)
    return next(iter(_with_seats_left(shows)), None)


def coming_show_ids() -> list[int]:
    """Return the ids of shows on sale now or later, by time."""
    return list(_scheduled().order_by("starts_at", "pk").values_list("pk", flat=True)[:MAX_SITEMAP_URLS])


def coming_movie_ids() -> list[int]:
    """Return the ids of the films of these shows."""
    return list(_scheduled().order_by("movie").values_list("movie", flat=True).distinct()[:MAX_SITEMAP_URLS])


def _scheduled() -> QuerySet[Show]:
    return current_shows().filter(status=ShowStatus.SCHEDULED)


def _with_seats_left(shows: QuerySet[Show]) -> list[Screening]:
    found = list(shows.annotate(read_at=ClockTimestamp()))
    counts = seat_counts(show.pk for show in found)
    return [
        Screening(show, counts[show.pk].total - counts[show.pk].taken, vars(show)["read_at"])
        for show in found
    ]
