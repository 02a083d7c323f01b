"""Who has which seat. Reads without a lock: the services check again under the lock.

The view `taken_seat` is the only definition of a taken seat (B1, B8).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from matinee.booking import sql
from matinee.booking.errors import Suggestion
from matinee.runtime.prepared_statements import array_literal, fetch_all
from matinee.shows.errors import ShowNotFound

SUGGESTIONS = 4

TAKEN_SEATS = sql.statement("taken_seats")
NEAREST_FREE = sql.statement("nearest_free")
SEAT_COUNTS = sql.statement("seat_counts")
TAKEN_BY_STATUS = sql.statement("taken_by_status")


@dataclass(frozen=True)
class Taken:
    """The seats that nobody else can have, as ascending ids; `mine` are those of the bearer among them."""

    booked: list[int]
    locked: list[int]
    mine: list[int]

    @classmethod
    def of(cls, *arrays: list[int] | None) -> "Taken":
        """Take the arrays of a query; PostgreSQL returns NULL instead of an empty one."""
        return cls(*(seat_ids or [] for seat_ids in arrays))


class SeatCount(NamedTuple):
    """The seats of a show that are in service, and those of them that are taken."""

    total: int
    taken: int


def taken_seats(show_id: int, hold_id: UUID | None) -> Taken:
    """Return the taken seats of a show, in one query.

    Raises: ShowNotFound.
    """
    return Taken.of(*row_of_show(TAKEN_SEATS, show_id, hold_id))


def row_of_show(query: str, show_id: int, hold_id: UUID | None) -> tuple[Any, ...]:
    """Return the one row of a query about a show and its bearer's hold.

    Raises: ShowNotFound.
    """
    found = fetch_all(query, {"hold": hold_id, "show": show_id})
    if not found:
        raise ShowNotFound(show_id=show_id)
    return found[0]


def nearest_free(*, show_id: int, lost: Collection[int], wanted: Collection[int]) -> list[Suggestion]:
    """Return the free seats that are closest to the lost ones, without those that are wanted anyway."""
    values: dict[str, Any] = {
        "show": show_id,
        "lost": list(lost),
        "wanted": list(wanted),
        "most": SUGGESTIONS,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAREST_FREE, values)
        return [Suggestion(id=pk, row=row, number=number) for pk, row, number in cursor.fetchall()]


def seat_counts(show_ids: Iterable[int]) -> dict[int, SeatCount]:
    """Return the number of seats of each show, in one query."""
    found = fetch_all(SEAT_COUNTS, {"shows": array_literal(show_ids)})
    return {show_id: SeatCount(total, taken) for show_id, total, taken in found}


def taken_by_status(show_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many seats of each show are sold and how many are held, in one query.

    A show without taken seats is left out.
    """
    found = fetch_all(TAKEN_BY_STATUS, {"shows": array_literal(show_ids)})
    return {show_id: (sold, held) for show_id, sold, held in found}
