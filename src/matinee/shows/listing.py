"""The programme as a list, page by page, in one prepared statement (decision 0034)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from matinee.runtime.prepared_statements import array_literal, fetch_all
from matinee.shows.search import found_movie_ids

BUSINESS_DAY_REACH = (timedelta(hours=-14), timedelta(hours=24 + 24 + 12))
"""From midnight UTC of a day to the earliest start and latest end of that business day in any time zone."""

LISTING = (files("matinee.shows.sql") / "listing.sql").read_text("utf-8")

CONDITIONS = {
    # A range for the index, then the venue's own day.
    "day": """AND show.starts_at >= %(earliest)s::timestamptz AND show.starts_at < %(latest)s::timestamptz
  AND (show.starts_at AT TIME ZONE venue.timezone - venue.day_starts_at::interval)::date = %(day)s::date""",
    "venue": "AND venue.id = %(venue)s",
    "city": "AND upper(venue.city) = upper(%(city)s)",
    "movie": "AND movie.id = %(movie)s",
    "films": "AND movie.id = ANY(%(films)s::bigint[])",
    "after": "AND (show.starts_at, show.id) > (%(starts_at)s::timestamptz, %(show)s::bigint)",
    "before": "AND (show.starts_at, show.id) < (%(starts_at)s::timestamptz, %(show)s::bigint)",
}


@dataclass(frozen=True)
class ProgrammeFilter:
    """Which shows to list; None is any. `q` is a search for films, `city` a name in any case."""

    day: date | None = None
    venue_id: int | None = None
    city: str | None = None
    movie_id: int | None = None
    q: str | None = None


class Place(NamedTuple):
    """A place between two shows of the list."""

    starts_at: datetime
    show_id: int
    backward: bool
    """Whether the page ends at this place, instead of beginning after it."""


class ListedShow(NamedTuple):
    """A show of the list."""

    pk: int
    starts_at: datetime
    version: str
    """Changes with the rows of the show, its film, hall and venue."""
    read_at: datetime
    """The database's clock."""


def listed_shows(wanted: ProgrammeFilter, place: Place | None, limit: int) -> list[ListedShow]:
    """Return up to `limit` shows from a place on, by time, or backwards in reverse order.

    Shows whose sales have closed are left out; cancelled ones are not.
    """
    values: dict[str, object] = {"limit": limit}
    names = []
    if wanted.day is not None:
        midnight = datetime.combine(wanted.day, time.min, UTC)
        earliest, latest = (midnight + reach for reach in BUSINESS_DAY_REACH)
        values |= {"day": wanted.day, "earliest": earliest, "latest": latest}
        names.append("day")
    films = None if wanted.q is None else array_literal(found_movie_ids(wanted.q, coming=True))
    given = {"venue": wanted.venue_id, "city": wanted.city, "movie": wanted.movie_id, "films": films}
    for name, value in given.items():
        if value is not None:
            values[name] = value
            names.append(name)
    if place:
        values |= {"starts_at": place.starts_at, "show": place.show_id}
        names.append("before" if place.backward else "after")
    direction = "DESC" if place and place.backward else ""
    return [ListedShow._make(row) for row in fetch_all(_statement(tuple(names), direction), values)]


@cache
def _statement(names: tuple[str, ...], direction: str) -> str:
    return LISTING.format(conditions="\n  ".join(CONDITIONS[name] for name in names), direction=direction)
