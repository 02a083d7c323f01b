"""What pages read: as few queries as can be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from matinee.booking.availability import seat_counts
from matinee.catalogue.models import Movie
from matinee.catalogue.queries import movies
from matinee.core.clock import ClockTimestamp
from matinee.shows.models import Show, ShowStatus
from matinee.shows.queries import current_shows
from matinee.venues.models import Venue

SOON = timedelta(hours=24)
MOST_SHOWS = 200
"""A page longer than this helps nobody."""

MOST_ADDRESSES = 50_000
"""The sitemap protocol allows no more in one file."""


@dataclass(frozen=True)
class Screening:
    """A show as the database saw it at `now`, with the number of its free seats."""

    show: Show
    seats_left: int
    now: datetime


def venues() -> list[Venue]:
    """Every cinema, by name, with the database's time as `read_at`."""
    return list(Venue.objects.annotate(read_at=ClockTimestamp()).order_by("name", "pk"))


def shows_soon() -> list[Show]:
    """What starts within a day and can still be sold, cinema by cinema, film by film."""
    soon = _scheduled().filter(starts_at__lt=ClockTimestamp() + SOON)
    return list(
        soon.order_by("hall__venue__name", "hall__venue", "movie__title", "movie", "starts_at", "pk")[
            :MOST_SHOWS
        ]
    )


def get_movie(movie_id: int) -> Movie | None:
    """A film, if there is one of this number."""
    return movies().filter(pk=movie_id).first()


def screenings_of(movie_id: int) -> list[Screening]:
    """The coming shows of a film, cancelled ones too, by time."""
    shows = current_shows().filter(movie=movie_id).order_by("starts_at", "pk")
    return _counted(shows[:MOST_SHOWS])


def get_screening(show_id: int) -> Screening | None:
    """A show, past ones too, if there is one of this number."""
    shows = Show.objects.select_related("movie", "hall__venue").filter(pk=show_id)
    return next(iter(_counted(shows)), None)


def coming_show_ids() -> list[int]:
    """The shows that are on sale or will be, the next ones first."""
    return list(_scheduled().order_by("starts_at", "pk").values_list("pk", flat=True)[:MOST_ADDRESSES])


def coming_movie_ids() -> list[int]:
    """The films of those shows."""
    return list(_scheduled().order_by("movie").values_list("movie", flat=True).distinct()[:MOST_ADDRESSES])


def _scheduled() -> QuerySet[Show]:
    return current_shows().filter(status=ShowStatus.SCHEDULED)


def _counted(shows: QuerySet[Show]) -> list[Screening]:
    found = list(shows.annotate(read_at=ClockTimestamp()))
    counts = seat_counts(show.pk for show in found)
    return [
        Screening(show, counts[show.pk].total - counts[show.pk].taken, vars(show)["read_at"])
        for show in found
    ]
