"""A large stock of shows and seats, so that no two requests need the same seat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

import psycopg

HALLS, SHOWS, SEATS = 10, 100, 300
"""Halls, shows per hall, seats per hall. SHOWS + 1 and SEATS have no common divisor: see `place.lua`."""

STEP = 1_009
"""The distance between the first elements of two rounds in the sequence."""

OLD_BOOKINGS = 10_000

MAKE_HALLS = """
WITH place AS (
    INSERT INTO venue (name, address, city) VALUES ('Bench', '1 High Street', 'Bench') RETURNING id
), priced AS (
    INSERT INTO ticket_type (venue_id, name, position) SELECT id, 'Adult', 0 FROM place
)
INSERT INTO hall (venue_id, name, capacity, rows, seats_per_row)
SELECT id, 'Hall ' || number, %(seats)s, 15, 20 FROM place, generate_series(1, %(halls)s) AS number
RETURNING id
"""

MAKE_SEATS = """
INSERT INTO seat (hall_id, row_letter, seat_number, x, y)
SELECT hall, chr(65 + place / 20), 1 + place %% 20, place %% 20, place / 20
FROM unnest(%(hall_ids)s::bigint[]) WITH ORDINALITY AS halls (hall, position),
    generate_series(0, %(seats)s - 1) AS place
ORDER BY position, place
RETURNING id
"""

MAKE_SHOWS = """
WITH film AS (
    INSERT INTO movie (title, duration_minutes, genre, rating) VALUES (%(title)s, 100, 'Drama', 'PG')
    RETURNING id
)
INSERT INTO show (movie_id, hall_id, starts_at, feature_starts_at, ends_at, hall_free_at, price,
    sales_open_at, sales_close_at)
SELECT film.id, hall, at, at + interval '20 min', at + interval '2 h', at + interval '150 min', 12,
    at - interval '20 years', at
FROM film, unnest(%(hall_ids)s::bigint[]) WITH ORDINALITY AS halls (hall, position),
    generate_series(1, %(shows)s) AS number,
    LATERAL (SELECT date_trunc('hour', now()) + %(direction)s * number * interval '3 h') AS time (at)
ORDER BY position, number
RETURNING id
"""

FILL = """
INSERT INTO booking (show_id, seat_id, status, hall_id, plan_version)
SELECT show.id, seat.id, 'BOOKED', show.hall_id, show.plan_version
FROM show JOIN seat ON seat.hall_id = show.hall_id WHERE show.id = ANY(%(show_ids)s) LIMIT %(bookings)s
"""


@dataclass(frozen=True)
class Stock:
    """Shows on sale, with consecutive ids hall by hall, and seats likewise."""

    first_show: int
    first_seat: int
    starts: Iterator[int] = field(default_factory=lambda: cycle(range(0, HALLS * SHOWS * SEATS, STEP)))

    def sequence(self) -> dict[str, int]:
        """The parameters from which the scripts of pgbench and wrk compute their sequence of shows and seats.

        Each round begins at another element, so that it does not repeat a request that was in progress when
        the previous round ended.
        """
        return {
            "halls": HALLS,
            "shows": SHOWS,
            "seats": SEATS,
            "first_show": self.first_show,
            "first_seat": self.first_seat,
            "n": next(self.starts),
        }

    def empty(self, database: psycopg.Connection) -> int:
        """Delete the rows that a round wrote, and vacuum; return the number of rows."""
        last = self.first_show + HALLS * SHOWS - 1
        deleted = database.execute(
            "DELETE FROM booking WHERE show_id BETWEEN %s AND %s", (self.first_show, last)
        ).rowcount
        database.execute("TRUNCATE hold_key")
        database.execute("VACUUM booking, seat, show")
        return deleted


def make_stock(database: psycopg.Connection, old_bookings: int = OLD_BOOKINGS) -> Stock:
    """Insert halls, seats and shows, and old bookings of past shows. `database` is a superuser's."""
    size = {"halls": HALLS, "seats": SEATS, "shows": SHOWS}
    hall_ids = _ids(database, MAKE_HALLS, **size)
    seats = _ids(database, MAKE_SEATS, **size, hall_ids=hall_ids)
    shows = _ids(database, MAKE_SHOWS, **size, hall_ids=hall_ids, title="On sale", direction=1)
    _fill(database, hall_ids, old_bookings)
    return Stock(_first_of_consecutive(shows), _first_of_consecutive(seats))


def _fill(database: psycopg.Connection, hall_ids: list[int], bookings: int) -> None:
    each = -(-bookings // (SEATS * HALLS))
    past = _ids(database, MAKE_SHOWS, shows=each, hall_ids=hall_ids, title="Past", direction=-1)
    # Skips the foreign key checks for millions of rows with valid references.
    database.execute("SET session_replication_role = replica")
    database.execute(FILL, {"show_ids": past, "bookings": bookings})
    database.execute("RESET session_replication_role")
    database.execute("VACUUM ANALYZE")


def _ids(database: psycopg.Connection, statement: str, **values: object) -> list[int]:
    return [row[0] for row in database.execute(statement, values)]


def _first_of_consecutive(ids: list[int]) -> int:
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    return ids[0]
