"""Everything that a seat map shows except the places of its seats, in one query.

Taken seats are read each time; the objects of a show are cached by their values.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Field, JSONField, Model

from matinee.booking import sql
from matinee.booking.availability import Taken, row_of_show
from matinee.catalogue.models import Movie
from matinee.pricing.queries import PriceList, price_list
from matinee.shows.models import Show
from matinee.venues.models import Hall, SeatType, Venue

M = TypeVar("M", bound=Model)

TABLES: tuple[type[Model], ...] = (Show, Movie, Hall, Venue)

FIELDS = {
    table: [field for field in table._meta.concrete_fields if field.name not in getattr(table, "DETAILS", ())]
    for table in TABLES
}

COLUMNS = ", ".join(f"{table._meta.db_table}.{field.column}" for table in TABLES for field in FIELDS[table])

SEAT_MAP = sql.statement("seat_map").format(columns=COLUMNS)


@dataclass(frozen=True, eq=False)
class Screening:
    """A show with its movie, hall and venue, and the prices of its seats."""

    show: Show
    prices: PriceList

    @cached_property
    def price_by_type(self) -> tuple[tuple[str, str], ...]:
        """The all-in price of each type of seat at the default ticket type."""
        return tuple((kind, self.prices.string(self.prices.price(kind))) for kind in SeatType.values)


@dataclass(frozen=True)
class SeatMap:
    """A show as the database saw it at `now`. Each change of a seat or a price gives a new `edition`."""

    screening: Screening
    edition: UUID
    taken: Taken
    now: datetime


def seat_map(show_id: int, hold_id: UUID | None) -> SeatMap:
    """Read a show, its prices and its taken seats, in one query.

    Raises: ShowNotFound.
    """
    booked, locked, mine, now, edition, *columns = row_of_show(SEAT_MAP, show_id, hold_id)
    return SeatMap(_screening(edition, *columns), edition, Taken.of(booked, locked, mine), now)


@lru_cache(maxsize=256)
def _screening(_edition: UUID, *columns: Any) -> Screening:
    """Return the same objects for the same values. Any other value is another entry of the cache."""
    values = iter(columns)
    show, movie = _model(Show, values), _model(Movie, values)
    hall, venue = _model(Hall, values), _model(Venue, values)
    show.movie, show.hall, hall.venue = movie, hall, venue
    return Screening(show, price_list(show.hall.venue, show.price, show.price_card_version_id))


def _model(table: type[M], values: Iterator[Any]) -> M:
    fields = FIELDS[table]
    row = [_read(field, next(values)) for field in fields]
    return table.from_db("default", [field.attname for field in fields], row)


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    """Return the value of a column. The statement returns JSON as text."""
    return json.loads(value) if isinstance(field, JSONField) else value
