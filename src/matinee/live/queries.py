"""The two questions that the live process asks the database."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

OVERLAP = "3 seconds"
"""How far back we look each time: a transaction may commit that long after it noted its change."""

CHANGED = f"SELECT id, show_id FROM seat_change WHERE changed_at > clock_timestamp() - interval '{OVERLAP}'"  # noqa: S608 - ours

TAKEN = """
SELECT show.id, seat_id, taken_seat.status,
       extract(epoch FROM locked_until - clock_timestamp())::float8
FROM show LEFT JOIN taken_seat ON show_id = show.id
WHERE show.id = ANY(%s)
"""


@dataclass
class TakenSeats:
    """The taken seats of a show, as the availability query of the seed gives them (B1, B8)."""

    seats: dict[int, str] = field(default_factory=dict)
    expires_in: float = float("inf")
    """Seconds until the first of them runs out, by the database's clock."""


class SeatReader:
    """One connection, and which changes it has told about."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._told: frozenset[int] = frozenset()

    async def changed_shows(self) -> set[int]:
        """The shows with changes that this reader hasn't told about.

        There is no cursor "after the last number": numbers are given in one order and committed in another.
        """
        rows = await self._rows(CHANGED)
        told, self._told = self._told, frozenset(number for number, _ in rows)
        return {show for number, show in rows if number not in told}

    async def taken(self, shows: Collection[int]) -> dict[int, TakenSeats]:
        """The taken seats of these shows, in one query. A show that doesn't exist is missing."""
        found: dict[int, TakenSeats] = {}
        for show, seat, status, left in await self._rows(TAKEN, [list(shows)]):
            taken = found.setdefault(show, TakenSeats())
            if seat is not None:
                taken.seats[seat] = status
            if left is not None:
                taken.expires_in = min(taken.expires_in, left)
        return found

    async def _rows(self, query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        cursor = await self._connection.execute(query, parameters, binary=True)
        return await cursor.fetchall()
