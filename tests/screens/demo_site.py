"""Changes the data of the running site: schedules shows, sells seats, expires holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import httpx
import psycopg

from tests.live_app import NO_TLS, LiveApp
from tests.screens.audience import PlacedSeat, parties

VISITOR_SEATS = ("G8", "G9", "G10", "F8", "F9", "F10")
"""Seats that stay free for the visitor of the page."""

CUSTOMER = {"name": "Ada Lovelace", "email": "ada@example.org"}

VISA = "4242424242424242"
REFUND_REFUSED = "4000 0000 0000 5126"
"""The demo's test card whose refunds are refused."""

REFUND = """
from matinee.checkout.models import TicketOrder
from matinee.checkout.refunds import execute_refund, refund_order
order = TicketOrder.objects.get(secret="{secret}")
for refund in refund_order(order_id=order.pk, seat_ids=None, reason="given back", actor="customer"):
    execute_refund(refund.pk)
order.refresh_from_db()
assert order.status == "NEEDS_ATTENTION", order.status
"""

LARGE_HALL = "Arena"

CREATE_LARGE_HALL = """
from matinee.venues.models import Venue
from matinee.venues.services import create_hall

rows = [".".join(["s" * 22] * 4)] * 12 + [".".join(["s" * 22, "p" * 22, "p" * 22, "s" * 22])] * 6
create_hall(venue=Venue.objects.get(city="Berlin"), name="Arena", plan="\\n".join(rows + rows[:18]))
"""


def set_time_left(database: psycopg.Connection, show_id: int, seconds: int) -> None:
    """Let all holds of a show expire in `seconds` seconds, or let them be expired if it is negative."""
    database.execute(
        "UPDATE booking SET locked_until = clock_timestamp() + %s * interval '1 second'"
        " WHERE show_id = %s AND status = 'LOCKED'",
        (seconds, show_id),
    )


@dataclass(frozen=True)
class DemoSite:
    """The running site with the demo's cinemas. Seats are identified by name, for example "G8"."""

    app: LiveApp
    database: psycopg.Connection

    def schedule_show(
        self,
        *,
        hall: str = "Saal 1",
        film: str = "The Dark Knight",
        share_sold: float = 0.35,
        status: str = "SCHEDULED",
        sales_open: str = "now() - interval '1 day'",
    ) -> int:
        """Schedule a show and sell a share of its seats. Return its id.

        The show starts at 20:00 on the first Saturday after the demo's programme. It replaces the previous
        show that was scheduled in this hall, so that all shows have the same date.
        """
        self._cancel_previous_show(hall)
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
            """,  # noqa: S608 - constants
            (status, hall, film),
        ).fetchone()
        assert row, f"{film} cannot be scheduled in {hall}"
        (show_id,) = row
        if share_sold:
            self._add_audience(show_id, share_sold)
        return int(show_id)

    def book(self, show_id: int, *names: str, card: str = VISA, email: str = "", name: str = "") -> str:
        """Book seats through the API. Return the secret of the order."""
        seats = [self._seat(show_id, name) for name in names]
        with httpx.Client(base_url=f"{self.app.base_url}/api/", verify=NO_TLS) as client:
            hold = client.post("lock-seat/", json={"show_id": show_id, "seat_ids": seats}).json()
            customer = {"name": name or CUSTOMER["name"], "email": email or CUSTOMER["email"]}
            booking = {"hold_token": hold["hold_token"], "customer": customer, "payment": {"card": card}}
            booked = client.post("book-seat/", json=booking).raise_for_status().json()
        return str(booked["order"]["secret"])

    def reference(self, secret: str) -> str:
        """Return the booking number of an order."""
        row = self.database.execute(
            "SELECT reference FROM ticket_order WHERE secret = %s", (secret,)
        ).fetchone()
        assert row
        return str(row[0])

    def book_with_refused_refund(self, show_id: int, *names: str, email: str = "", name: str = "") -> str:
        """Book seats, and refund them: the provider refuses. Return the secret of the order."""
        secret = self.book(show_id, *names, card=REFUND_REFUSED, email=email, name=name)
        self.app.matinee("manage", "shell", "-c", REFUND.format(secret=secret))
        return secret

    def sell(self, show_id: int, *names: str) -> None:
        """Sell seats to another customer."""
        self._take(show_id, [self._seat(show_id, name) for name in names], "BOOKED")

    def hold(self, show_id: int, *names: str) -> None:
        """Hold seats for another client."""
        self._take(show_id, [self._seat(show_id, name) for name in names], "LOCKED")

    def sell_out(self, show_id: int) -> None:
        """Sell all remaining seats."""
        self._take(show_id, [seat.id for seat in self._free_seats(show_id)], "BOOKED")

    def set_time_left(self, show_id: int, seconds: int) -> None:
        """Set the expiry of all holds of a show. See `set_time_left`."""
        set_time_left(self.database, show_id, seconds)

    def cancel_show(self, show_id: int) -> None:
        """Cancel a show."""
        self.database.execute("UPDATE show SET status = 'CANCELLED' WHERE id = %s", (show_id,))

    def set_order_status(self, secret: str, status: str) -> None:
        """Set the status of an order."""
        self.database.execute("UPDATE ticket_order SET status = %s WHERE secret = %s", (status, secret))

    def mark_needs_attention(self, secret: str) -> None:
        """Set an order to NEEDS_ATTENTION and void its tickets."""
        self.set_order_status(secret, "NEEDS_ATTENTION")
        self.database.execute(
            "UPDATE ticket SET status = 'VOIDED' FROM order_line JOIN ticket_order"
            " ON ticket_order.id = order_id WHERE ticket_id = ticket.id AND secret = %s",
            (secret,),
        )

    @cached_property
    def large_hall(self) -> str:
        """The name of a hall with more than 3,000 seats."""
        self.app.matinee("manage", "shell", "-c", CREATE_LARGE_HALL)
        return LARGE_HALL

    def film_id(self, title: str) -> int:
        """Return the id of a film of the demo."""
        row = self.database.execute("SELECT id FROM movie WHERE title = %s", (title,)).fetchone()
        assert row, f"{title} is not in the catalogue"
        return int(row[0])

    @cached_property
    def order_with_refused_refund(self) -> str:
        """The secret of an order whose refund the provider refused."""
        return self.book_with_refused_refund(self.schedule_show(), "G8", "G9")

    @cached_property
    def film_without_shows(self) -> int:
        """The id of a film without shows."""
        row = self.database.execute(
            "INSERT INTO movie (title, duration_minutes, genre, rating)"
            " VALUES ('Stalker', 162, 'Science fiction', 'PG') RETURNING id"
        ).fetchone()
        assert row
        return int(row[0])

    def sell_shows_of_day(self, day: date, *, hall: str = "Saal 2") -> None:
        """Sell seats of a hall's shows on a day. The first three shows have 60, 5 and 0 free seats left."""
        rows = self.database.execute(
            "SELECT show.id FROM show JOIN hall ON hall.id = show.hall_id WHERE hall.name = %s"
            " AND (starts_at AT TIME ZONE 'Europe/Berlin')::date = %s ORDER BY starts_at",
            (hall, day),
        ).fetchall()
        for (show_id,), left in zip(rows, (60, 5, 0), strict=False):
            seats = self._free_seats(show_id)
            self._take(show_id, [seat.id for seat in seats[: max(0, len(seats) - left)]], "BOOKED")

    def _cancel_previous_show(self, hall: str) -> None:
        self.database.execute(
            f"""
            UPDATE show SET status = 'CANCELLED',
                sales_open_at = now() - interval '2 days', sales_close_at = now() - interval '1 day'
            FROM hall JOIN venue ON venue.id = hall.venue_id, {SATURDAY}
            WHERE hall.id = show.hall_id AND hall.name = %s AND starts_at = at
            """,  # noqa: S608 - constants
            (hall,),
        )

    def _add_audience(self, show_id: int, share: float) -> None:
        free = self._free_seats(show_id)
        reserved = {self._seat(show_id, name) for name in VISITOR_SEATS}
        seats = tuple(seat for seat in free if seat.id not in reserved)
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
