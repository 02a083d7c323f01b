"""All that a seat map tells beyond its seats' places, in one query. None of it is kept between requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from matinee.catalogue.models import Movie
from matinee.pricing.queries import PriceList, price_list
from matinee.runtime.prepared_statements import fetch_all
from matinee.shows.errors import ShowNotFound
from matinee.shows.models import Show
from matinee.venues.models import Hall, SeatType, Venue

M = TypeVar("M", bound=Model)

TABLES: tuple[type[Model], ...] = (Show, Movie, Hall, Venue)


def _columns() -> str:
    return ", ".join(
        f"{table._meta.db_table}.{field.column}" for table in TABLES for field in table._meta.concrete_fields
    )


# The seed's availability query, as seat ids by state (B1, B8), each list in order.
TAKEN = """
    SELECT array_agg(seat_id ORDER BY seat_id) FILTER (WHERE booking.status = 'BOOKED') AS booked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE booking.status = 'LOCKED') AS locked,
           array_agg(seat_id ORDER BY seat_id) FILTER (WHERE hold_id = %(hold)s) AS mine
    FROM booking
    WHERE booking.show_id = show.id AND (
        booking.status = 'BOOKED' OR booking.status = 'LOCKED' AND locked_until > clock_timestamp()
    )
"""

TAKEN_SEATS = f"SELECT booked, locked, mine FROM show, LATERAL ({TAKEN}) AS taken WHERE show.id = %(show)s"  # noqa: S608 - ours

SEAT_MAP = f"""
SELECT booked, locked, mine, clock_timestamp(), coalesce(edition, gen_random_uuid()), {_columns()}
FROM show
JOIN movie ON movie.id = movie_id
JOIN hall ON hall.id = hall_id
JOIN venue ON venue.id = venue_id
LEFT JOIN plan_edition ON plan_edition.hall_id = hall.id AND plan_edition.plan_version = show.plan_version,
LATERAL ({TAKEN}) AS taken
WHERE show.id = %(show)s
"""  # noqa: S608 - ours


@dataclass(frozen=True)
class Taken:
    """The seats that nobody else can have, by id in order; `mine` are those of the bearer among them."""

    booked: list[int]
    locked: list[int]
    mine: list[int]


@dataclass(frozen=True, eq=False)
class Screening:
    """A show with its movie, hall and venue, and what its seats cost."""

    show: Show
    prices: PriceList

    @cached_property
    def price_by_type(self) -> tuple[tuple[str, str], ...]:
        """The all-in price of each type of seat at the default ticket type."""
        return tuple((kind, self.prices.string(self.prices.price(kind))) for kind in SeatType.values)


@dataclass(frozen=True)
class SeatMap:
    """A show as the database saw it at `now`. Any change of a seat or a price renews `edition`."""

    screening: Screening
    edition: UUID
    taken: Taken
    now: datetime


def taken_seats(show_id: int, hold_id: UUID | None) -> Taken:
    """Who has what of a show, in one query.

    Raises: ShowNotFound.
    """
    return _taken(*_one_row(TAKEN_SEATS, show_id, hold_id))


def seat_map(show_id: int, hold_id: UUID | None) -> SeatMap:
    """All but the places of a show's seats, in one query.

    Raises: ShowNotFound.
    """
    booked, locked, mine, now, edition, *columns = _one_row(SEAT_MAP, show_id, hold_id)
    return SeatMap(_screening(edition, *columns), edition, _taken(booked, locked, mine), now)


def _one_row(query: str, show_id: int, hold_id: UUID | None) -> tuple[Any, ...]:
    found = fetch_all(query, {"hold": hold_id, "show": show_id})
    if not found:
        raise ShowNotFound(show_id=show_id)
    return found[0]


def _taken(*lists: list[int] | None) -> Taken:
    """PostgreSQL has no array where there is nothing to put in."""
    return Taken(*(seat_ids or [] for seat_ids in lists))


@lru_cache(maxsize=256)
def _screening(_edition: UUID, *columns: Any) -> Screening:
    """The same objects for the same facts: whatever was read differently is another entry."""
    values = iter(columns)
    show, movie = _model(Show, values), _model(Movie, values)
    hall, venue = _model(Hall, values), _model(Venue, values)
    show.movie, show.hall, hall.venue = movie, hall, venue
    return Screening(show, price_list(show.hall.venue, show.price))


def _model(table: type[M], values: Iterator[Any]) -> M:
    names = [field.attname for field in table._meta.concrete_fields]
    return table.from_db("default", names, [next(values) for _ in names])
