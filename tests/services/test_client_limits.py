"""No client can hold a hall: seats held at once are limited, and the tighter the fuller a show is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings

from matinee.booking.client_limits import client_number, require_client_limits
from matinee.booking.errors import TooManyHeld
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.services import hold_seats
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.venues.models import Seat
from tests.cinema import Cinema, make_cinema, make_show

pytestmark = pytest.mark.django_db

SCRIPT, SCHOOL = client_number("192.0.2.1"), client_number("2001:db8::/64")


@pytest.fixture
def cinema() -> Cinema:
    """Fifty seats."""
    return make_cinema(rows=5, seats_per_row=10)


@pytest.fixture(autouse=True)
def limits(settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_CLIENT = 40
    settings.MAX_SEATS_PER_HOLD = 10


def take(cinema: Cinema, count: int, client: int | None, seconds: int = 300, status: str = "LOCKED") -> None:
    taken = Booking.objects.filter(show=cinema.show).values_list("seat_id", flat=True)
    free = [seat for seat in cinema.seats if seat.pk not in set(taken)]
    bits = uuid4()
    Booking.objects.bulk_create(
        Booking(
            show=cinema.show,
            seat=seat,
            hall_id=cinema.hall.pk,
            plan_version=cinema.show.plan_version,
            status=status,
            locked_until=datetime.now(UTC) + timedelta(seconds=seconds) if status == "LOCKED" else None,
            hold_id=hold_id_of(bits, cinema.show.pk),
            hold_bits=bits,
            client=client,
        )
        for seat in free[:count]
    )


def may_hold(cinema: Cinema, new: int, client: int = SCRIPT) -> bool:
    try:
        require_client_limits(client=client, show_id=cinema.show.pk, new=new)
    except TooManyHeld:
        return False
    return True


def most(cinema: Cinema, client: int = SCRIPT) -> int:
    """How many seats more the client may hold."""
    return max((new for new in range(51) if may_hold(cinema, new, client)), default=-1)


def test_half_of_an_empty_hall_and_no_more(cinema: Cinema) -> None:
    assert most(cinema) == 25
    take(cinema, 20, SCRIPT)
    assert most(cinema) == 5


def test_the_fuller_the_fewer(cinema: Cinema) -> None:
    take(cinema, 20, SCHOOL)
    assert most(cinema) == 15
    take(cinema, 6, None, status="BOOKED")
    assert most(cinema) == 12
    take(cinema, 20, None)
    assert most(cinema) == 10, "as many as one hold may have"
    Seat.objects.filter(pk__in=cinema.ids("E1", "E2", "E3", "E4")).update(in_service=False)
    assert most(cinema) == 10


def test_seats_out_of_service_are_not_left(cinema: Cinema) -> None:
    Seat.objects.filter(row_letter__in=("D", "E")).update(in_service=False)
    assert most(cinema) == 15


def test_all_shows_count_together(cinema: Cinema) -> None:
    others = [make_cinema(rows=5, seats_per_row=10) for _ in range(2)]
    take(others[0], 20, SCRIPT)
    take(others[1], 15, SCRIPT)
    assert most(cinema) == 5
    assert most(cinema, SCHOOL) == 25


def test_what_ran_out_or_is_sold_is_not_held(cinema: Cinema) -> None:
    later = make_show(
        movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + timedelta(days=1)
    )
    take(cinema, 20, SCRIPT, seconds=-1)
    take(cinema, 20, SCRIPT, status="BOOKED")
    assert may_hold(Cinema(**{**vars(cinema), "show": later}), 25)
    assert most(cinema) == 15, "half of the thirty that are not sold"


def test_nobody_reads_an_address_in_the_books(settings: LazySettings) -> None:
    before = client_number("192.0.2.7")
    assert before != client_number("192.0.2.8")
    assert -(2**63) <= before < 2**63
    client_number.cache_clear()
    settings.SECRET_KEY = "another key of fifty characters, more or less, as it is"  # noqa: S105
    assert client_number("192.0.2.7") != before
    client_number.cache_clear()


def test_when_to_come_back(cinema: Cinema) -> None:
    take(cinema, 10, SCRIPT, seconds=200)
    take(cinema, 15, SCRIPT, seconds=100)
    with pytest.raises(TooManyHeld) as refused:
        require_client_limits(client=SCRIPT, show_id=cinema.show.pk, new=1)
    assert 90 < refused.value.retry_after <= 100


def test_zero_turns_it_off(cinema: Cinema, settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_CLIENT = 0
    take(cinema, 49, SCRIPT)
    assert may_hold(cinema, 1)


def holds(cinema: Cinema, *names: str, client: int | None = SCRIPT, token: HoldToken | None = None) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names), client=client, token=token)


def row(letter: str, *numbers: int) -> list[str]:
    return [f"{letter}{number}" for number in numbers]


def test_seats_are_counted_whichever_way_they_are_held(cinema: Cinema) -> None:
    """At once while the caps are far, then one by one, then no more; somebody else is not concerned."""
    first = holds(cinema, *row("A", *range(1, 9)))
    grown = holds(cinema, "B1", token=first.token)
    assert len(grown.seat_ids) == 9
    for letter in "CD":
        holds(cinema, *row(letter, *range(1, 9)))
    with pytest.raises(TooManyHeld):
        holds(cinema, "E1")
    holds(cinema, "E1", client=SCHOOL)
    assert Booking.objects.filter(client=SCRIPT).count() == 25
    assert Booking.objects.filter(client=SCHOOL).count() == 1


def test_nobody_is_counted_where_there_are_no_caps(cinema: Cinema) -> None:
    for letter in "ABCDE":
        holds(cinema, *row(letter, *range(1, 11)), client=None)
    assert not Booking.objects.exclude(client=None).exists()
