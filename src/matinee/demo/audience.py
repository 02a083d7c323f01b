"""The audience of the demo's next shows: seats that are sold, so that the lists and seat maps look real.

Only planned shows of the demo's own halls get one, once, and only while nobody has taken a seat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from django.db import connection

from matinee.demo.programme import Slot
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Seat, SeatType

BEST_ROW = 0.65
"""The depth of the hall, from the screen, where most people like to sit."""

SCATTER = 4.0
"""How far from there a party looks, in seat widths."""

SELL = """
INSERT INTO booking (show_id, seat_id, status, hall_id, plan_version)
SELECT show, seat, 'BOOKED', hall, plan
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::integer[]) AS sold (show, seat, hall, plan)
"""

LAST = {SeatType.WHEELCHAIR, SeatType.COMPANION}
"""Types that are sold last."""


@dataclass(frozen=True, slots=True)
class PlannedShow:
    """A show as the programme plans it, and the share of its seats that is sold before it."""

    show: Show
    share: float

    @classmethod
    def of(cls, slot: Slot, show: Show, days_ahead: int) -> "PlannedShow | None":
        """The show of a slot; None if nobody comes so early."""
        shares = slot.audience
        return cls(show, shares[days_ahead]) if days_ahead < len(shares) else None


def seat_audience(planned: Sequence[PlannedShow]) -> int:
    """Sell seats of these shows, if they exist as planned and no seat is taken. Return their number."""
    shares = {_key(one.show): one.share for one in planned}
    stored = Show.objects.filter(
        hall__in={one.show.hall_id for one in planned},
        starts_at__in={one.show.starts_at for one in planned},
        status=ShowStatus.SCHEDULED,
        bookings=None,
    )
    shows = [show for show in stored if _key(show) in shares]
    seats = _seats_by_plan(shows)
    sold = [
        (show, seat)
        for show in shows
        for seat in _taken(seats.get((show.hall_id, show.plan_version), []), show, shares[_key(show)])
    ]
    _sell(sold)
    return len(sold)


def _sell(sold: Sequence[tuple[Show, Seat]]) -> None:
    """Book the seats in one statement: the ORM takes a second for two thousand rows."""
    columns = zip(*((show.pk, seat.pk, show.hall_id, show.plan_version) for show, seat in sold), strict=True)
    values = [list(column) for column in columns]
    if values:
        with connection.cursor() as cursor:
            cursor.execute(SELL, values)


def _key(show: Show) -> tuple[int, int, object]:
    return show.hall_id, show.movie_id, show.starts_at


def _seats_by_plan(shows: Sequence[Show]) -> dict[tuple[int, int], list[Seat]]:
    found: dict[tuple[int, int], list[Seat]] = {}
    if shows:
        halls = {show.hall_id for show in shows}
        for seat in Seat.objects.filter(hall__in=halls, in_service=True).order_by("y", "x", "pk"):
            found.setdefault((seat.hall_id, seat.plan_version), []).append(seat)
    return found


def _taken(seats: Sequence[Seat], show: Show, share: float) -> list[Seat]:
    """Return the seats of the audience: parties of up to four around the best seats, equal in each run."""
    if not seats:
        return []
    wanted = int(len(seats) * share)
    random = Random(f"{show.hall_id} {show.starts_at.isoformat()}")  # noqa: S311 - not a secret
    middle = (max(seat.x for seat in seats) + min(seat.x for seat in seats)) / 2
    depth = max(seat.y for seat in seats) * BEST_ROW

    def order(party: Sequence[Seat]) -> tuple[bool, float]:
        first = party[0]
        distance = abs(first.x - middle) / 2 + abs(first.y - depth)
        return first.type in LAST, distance + random.uniform(0, SCATTER)

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
