"""Booked seats of the demo's next shows, so that the lists and seat maps look real.

Seats are booked only for planned shows of the demo's own halls, once, and only if no seat is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.db import connection

from matinee.booking.change_log import record_change
from matinee.demo.programme import Slot
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Seat, SeatType

BEST_ROW = 0.65
"""The depth of the hall, from the screen, around which seats are booked first."""

MAX_RANDOM_DISTANCE = 4.0
"""Added to the distance of each party's seats from there, in seat widths."""

INSERT_BOOKINGS = """
INSERT INTO booking (show_id, seat_id, status, hall_id, plan_version)
SELECT show, seat, 'BOOKED', hall, plan
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::integer[]) AS chosen (show, seat, hall, plan)
ON CONFLICT DO NOTHING
"""

BOOKED_LAST = {SeatType.WHEELCHAIR, SeatType.COMPANION}
"""Types of seats that are booked after all others."""


@dataclass(frozen=True, slots=True)
class PlannedShow:
    """A show as the programme plans it, and the share of its seats to book."""

    show: Show
    share: float

    @classmethod
    def of(cls, slot: Slot, show: Show, days_ahead: int) -> "PlannedShow | None":
        """The show of a slot; None if no seats are booked so many days before it."""
        shares = slot.audience
        return cls(show, shares[days_ahead]) if days_ahead < len(shares) else None


def book_demo_seats(planned: Sequence[PlannedShow]) -> int:
    """Book seats of these shows, if they exist as planned and no seat is taken. Return the number of seats.

    The caller opens the transaction, in which the changes are also recorded for live seat maps.
    """
    shares = {_key(one.show): one.share for one in planned}
    stored = Show.objects.filter(
        hall__in={one.show.hall_id for one in planned},
        starts_at__in={one.show.starts_at for one in planned},
        status=ShowStatus.SCHEDULED,
        bookings=None,
    )
    shows = [show for show in stored if _key(show) in shares]
    seats = _seats_by_plan(shows)
    seats_to_book = [
        (show, seat)
        for show in shows
        for seat in _choose_seats(seats.get((show.hall_id, show.plan_version), []), show, shares[_key(show)])
    ]
    booked = _insert_bookings(seats_to_book)
    for show_id in dict.fromkeys(show.pk for show, _ in seats_to_book):
        record_change(show_id)
    return booked


def _insert_bookings(seats: Sequence[tuple[Show, Seat]]) -> int:
    """Book the seats that are still free, and return their number.

    This is one statement: the ORM takes a second for two thousand rows.
    """
    columns = zip(*((show.pk, seat.pk, show.hall_id, show.plan_version) for show, seat in seats), strict=True)
    values = [list(column) for column in columns]
    if not values:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(INSERT_BOOKINGS, values)
        booked: int = cursor.rowcount
    return booked


def _key(show: Show) -> tuple[int, int, object]:
    return show.hall_id, show.movie_id, show.starts_at


def _seats_by_plan(shows: Sequence[Show]) -> dict[tuple[int, int], list[Seat]]:
    found: dict[tuple[int, int], list[Seat]] = {}
    if shows:
        halls = {show.hall_id for show in shows}
        for seat in Seat.objects.filter(hall__in=halls, in_service=True).order_by("y", "x", "pk"):
            found.setdefault((seat.hall_id, seat.plan_version), []).append(seat)
    return found


def _choose_seats(seats: Sequence[Seat], show: Show, share: float) -> list[Seat]:
    """Choose the seats to book: parties of up to four around the best seats, equal in each run."""
    if not seats:
        return []
    wanted = int(len(seats) * share)
    random = Random(f"{show.hall_id} {show.starts_at.isoformat()}")  # noqa: S311 - not a secret
    middle = (max(seat.x for seat in seats) + min(seat.x for seat in seats)) / 2
    depth = max(seat.y for seat in seats) * BEST_ROW

    def order(party: Sequence[Seat]) -> tuple[bool, float]:
        first = party[0]
        distance = abs(first.x - middle) / 2 + abs(first.y - depth)
        return first.type in BOOKED_LAST, distance + random.uniform(0, MAX_RANDOM_DISTANCE)

    parties = sorted(_parties(seats, random), key=order)
    return [seat for party in parties for seat in party][:wanted]


def _parties(seats: Sequence[Seat], random: Random) -> Iterator[list[Seat]]:
    """Divide the seats into neighbours of one row, up to four, without mixing types."""
    party: list[Seat] = []
    size = random.choice((1, 2, 2, 2, 3, 4))
    for seat in seats:
        if party and (
            len(party) >= size or (seat.row_letter, seat.type) != (party[0].row_letter, party[0].type)
        ):
            yield party
            party, size = [], random.choice((1, 2, 2, 2, 3, 4))
        party.append(seat)
    if party:
        yield party
