"""The two queries of the live process."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

LOOKBACK = "3 seconds"
"""Time range of each read. A transaction may commit this long after it inserted its change."""

CHANGED_SHOWS = (
    f"SELECT id, show_id FROM seat_change WHERE changed_at > clock_timestamp() - interval '{LOOKBACK}'"  # noqa: S608 - a constant
)

TAKEN_SEATS = """
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
    """Seconds until the first of the holds expires, by the database's clock."""


class SeatReader:
    """Reads through one connection, and remembers which changes it has returned."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._returned: frozenset[int] = frozenset()

    async def changed_shows(self) -> set[int]:
        """Return the shows with changes that this reader has not returned before.

        A cursor on the last id would miss changes: ids are assigned in one order and committed in another.
        """
        rows = await self._rows(CHANGED_SHOWS)
        returned, self._returned = self._returned, frozenset(number for number, _ in rows)
        return {show for number, show in rows if number not in returned}

    async def taken_seats(self, shows: Collection[int]) -> dict[int, TakenSeats]:
        """Return the taken seats of these shows, in one query. Shows that do not exist are omitted."""
        found: dict[int, TakenSeats] = {}
        for show, seat, status, left in await self._rows(TAKEN_SEATS, [list(shows)]):
            taken = found.setdefault(show, TakenSeats())
            if seat is not None:
                taken.seats[seat] = status
            if left is not None:
                taken.expires_in = min(taken.expires_in, left)
        return found

    async def _rows(self, query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        cursor = await self._connection.execute(query, parameters, binary=True)
        return await cursor.fetchall()
