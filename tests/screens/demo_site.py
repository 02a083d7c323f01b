"""What happens behind the screens: shows are put on, other people buy, time passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import httpx
import psycopg

from tests.live_app import NO_TLS, LiveApp
from tests.screens.audience import PlacedSeat, parties

OURS = ("G8", "G9", "G10", "F8", "F9", "F10")
"""Seats that the crowd leaves to the visitor."""

CUSTOMER = {"name": "Ada Lovelace", "email": "ada@example.org"}

ARENA = "Arena"
"""A hall of more than 3,000 seats."""

OPEN_ARENA = """
from matinee.venues.models import Venue
from matinee.venues.services import create_hall

rows = [".".join(["s" * 22] * 4)] * 12 + [".".join(["s" * 22, "p" * 22, "p" * 22, "s" * 22])] * 6
create_hall(venue=Venue.objects.get(city="Berlin"), name="Arena", plan="\\n".join(rows + rows[:18]))
"""


@dataclass(frozen=True)
class House:
    """The running site with the demo's cinemas. Seats are called by name, such as "G8"."""

    app: LiveApp
    database: psycopg.Connection

    def put_on(
        self,
        *,
        hall: str = "Saal 1",
        film: str = "The Dark Knight",
        share_sold: float = 0.35,
        status: str = "SCHEDULED",
        sales_open: str = "now() - interval '1 day'",
    ) -> int:
        """A show on the first Saturday at 20:00 after the demo's programme, with an audience; give its id.

        Each takes the place of the one before it, so that all have the same date.
        """
        self._take_off(hall)
        row = self.database.execute(
            f"""
            INSERT INTO show (movie_id, hall_id, plan_version, starts_at, feature_starts_at, ends_at,
                hall_free_at, price, status, sales_open_at, sales_close_at, format, audio_language)
            SELECT movie.id, hall.id, hall.plan_version, at, at + interval '20 min',
                at + (20 + duration_minutes) * interval '1 min',
                at + (40 + duration_minutes) * interval '1 min',
                12.50, %s, {sales_open}, at, '2D', 'en'
            FROM hall JOIN venue ON venue.id = hall.venue_id, movie, {SATURDAY}
            WHERE hall.name = %s AND movie.title = %s
            RETURNING id
            """,  # noqa: S608 - our own words
            (status, hall, film),
        ).fetchone()
        assert row, f"{film} can't be shown in {hall}"
        (show_id,) = row
        if share_sold:
            self._seat_a_crowd(show_id, share_sold)
        return int(show_id)

    def buy(self, show_id: int, *names: str) -> str:
        """Book seats as a customer does; give the order's secret."""
        seats = [self._seat(show_id, name) for name in names]
        with httpx.Client(base_url=f"{self.app.base_url}/api/", verify=NO_TLS) as client:
            held = client.post("lock-seat/", json={"show_id": show_id, "seat_ids": seats}).json()
            booking = {"hold_token": held["hold_token"], "customer": CUSTOMER}
            booked = client.post("book-seat/", json=booking).raise_for_status().json()
        return str(booked["order"]["secret"])

    def sell(self, show_id: int, *names: str) -> None:
        """Sell seats to somebody else."""
        self._take(show_id, [self._seat(show_id, name) for name in names], "BOOKED")

    def hold(self, show_id: int, *names: str) -> None:
        """Hold seats for somebody else."""
        self._take(show_id, [self._seat(show_id, name) for name in names], "LOCKED")

    def sell_out(self, show_id: int) -> None:
        """Sell whatever is left."""
        self._take(show_id, [seat.id for seat in self._free_seats(show_id)], "BOOKED")

    def set_time_left(self, show_id: int, seconds: int) -> None:
        """Let all holds of a show end so many seconds from now."""
        self.database.execute(
            "UPDATE booking SET locked_until = clock_timestamp() + %s * interval '1 second'"
            " WHERE show_id = %s AND status = 'LOCKED'",
            (seconds, show_id),
        )

    def call_off(self, show_id: int) -> None:
        """Cancel a show."""
        self.database.execute("UPDATE show SET status = 'CANCELLED' WHERE id = %s", (show_id,))

    def set_order_status(self, secret: str, status: str) -> None:
        """Write into the books how an order stands."""
        self.database.execute("UPDATE ticket_order SET status = %s WHERE secret = %s", (status, secret))

    def fail_for_good(self, secret: str) -> None:
        """Write into the books that an order's tickets could not be paid."""
        self.set_order_status(secret, "NEEDS_ATTENTION")
        self.database.execute(
            "UPDATE ticket SET status = 'VOIDED' FROM order_line JOIN ticket_order"
            " ON ticket_order.id = order_id WHERE ticket_id = ticket.id AND secret = %s",
            (secret,),
        )

    @cached_property
    def arena(self) -> str:
        """The name of a hall with more than 3,000 seats."""
        self.app.matinee("manage", "shell", "-c", OPEN_ARENA)
        return ARENA

    def film_id(self, title: str) -> int:
        """A film of the demo."""
        row = self.database.execute("SELECT id FROM movie WHERE title = %s", (title,)).fetchone()
        assert row, f"{title} isn't in the catalogue"
        return int(row[0])

    @cached_property
    def unannounced_film(self) -> int:
        """A film without shows."""
        row = self.database.execute(
            "INSERT INTO movie (title, duration_minutes, genre, rating)"
            " VALUES ('Stalker', 162, 'Science fiction', 'PG') RETURNING id"
        ).fetchone()
        assert row
        return int(row[0])

    def sell_programme(self, day: date, *, hall: str = "Saal 2") -> None:
        """Sell a hall's shows of a day of the demo: some of the first, all but a few of the next, all."""
        rows = self.database.execute(
            "SELECT show.id FROM show JOIN hall ON hall.id = show.hall_id WHERE hall.name = %s"
            " AND (starts_at AT TIME ZONE 'Europe/Berlin')::date = %s ORDER BY starts_at",
            (hall, day),
        ).fetchall()
        for (show_id,), left in zip(rows, (60, 5, 0), strict=False):
            seats = self._free_seats(show_id)
            self._take(show_id, [seat.id for seat in seats[: max(0, len(seats) - left)]], "BOOKED")

    def _take_off(self, hall: str) -> None:
        self.database.execute(
            f"""
            UPDATE show SET status = 'CANCELLED',
                sales_open_at = now() - interval '2 days', sales_close_at = now() - interval '1 day'
            FROM hall JOIN venue ON venue.id = hall.venue_id, {SATURDAY}
            WHERE hall.id = show.hall_id AND hall.name = %s AND starts_at = at
            """,  # noqa: S608 - our own words
            (hall,),
        )

    def _seat_a_crowd(self, show_id: int, share: float) -> None:
        free = self._free_seats(show_id)
        left_alone = {self._seat(show_id, name) for name in OURS}
        seats = tuple(seat for seat in free if seat.id not in left_alone)
        groups = parties(seats, int(len(free) * share))
        self._take(show_id, (seat for group in groups[3:] for seat in group), "BOOKED")
        self._take(show_id, (seat for group in groups[:3] for seat in group), "LOCKED")

    def _take(self, show_id: int, seats: Iterable[int], status: str) -> None:
        self.database.execute(
            "INSERT INTO booking (show_id, seat_id, status, locked_until)"
            " SELECT %s, seat, %s, now() + interval '1 hour' FROM unnest(%s::bigint[]) AS seat",
            (show_id, status, list(seats)),
        )

    def _seat(self, show_id: int, name: str) -> int:
        row = self.database.execute(
            f"{SEATS_OF_SHOW} AND seat.row_letter = %s AND seat.seat_number = %s",
            (show_id, name.rstrip("0123456789"), int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))),
        ).fetchone()
        assert row, f"there is no seat {name}"
        return int(row[0])

    def _free_seats(self, show_id: int) -> Sequence[PlacedSeat]:
        rows = self.database.execute(
            f"{SEATS_OF_SHOW} AND seat.in_service AND booking.id IS NULL ORDER BY seat.y, seat.x",
            (show_id,),
        ).fetchall()
        return [PlacedSeat(*row) for row in rows]


SATURDAY = """
    LATERAL (SELECT (date_trunc('week', now() AT TIME ZONE venue.timezone + interval '17 days')
        + interval '5 days 20 hours') AT TIME ZONE venue.timezone) AS evening (at)
"""

SEATS_OF_SHOW = """
    SELECT seat.id, seat.row_letter, seat.seat_number, seat.x, seat.y
    FROM show JOIN seat ON seat.hall_id = show.hall_id AND seat.plan_version = show.plan_version
    LEFT JOIN booking ON booking.show_id = show.id AND booking.seat_id = seat.id
    WHERE show.id = %s
"""
