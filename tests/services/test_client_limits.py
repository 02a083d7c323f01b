"""Seats held per client are limited; the limit falls as a show sells out."""

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

CLIENT, OTHER_CLIENT = client_number("192.0.2.1"), client_number("2001:db8::/64")


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


def may_hold(cinema: Cinema, new: int, client: int = CLIENT) -> bool:
    try:
        require_client_limits(client=client, show_id=cinema.show.pk, new=new)
    except TooManyHeld:
        return False
    return True


def remaining(cinema: Cinema, client: int = CLIENT) -> int:
    """Return how many more seats the client may hold."""
    return max((new for new in range(51) if may_hold(cinema, new, client)), default=-1)


def test_at_most_half_of_an_empty_hall(cinema: Cinema) -> None:
    assert remaining(cinema) == 25
    take(cinema, 20, CLIENT)
    assert remaining(cinema) == 5


def test_limit_falls_with_the_seats_left(cinema: Cinema) -> None:
    take(cinema, 20, OTHER_CLIENT)
    assert remaining(cinema) == 15
    take(cinema, 6, None, status="BOOKED")
    assert remaining(cinema) == 12
    take(cinema, 20, None)
    assert remaining(cinema) == 10, "as many as one hold may have"
    Seat.objects.filter(pk__in=cinema.ids("E1", "E2", "E3", "E4")).update(in_service=False)
    assert remaining(cinema) == 10


def test_seats_out_of_service_do_not_count_as_left(cinema: Cinema) -> None:
    Seat.objects.filter(row_letter__in=("D", "E")).update(in_service=False)
    assert remaining(cinema) == 15


def test_all_shows_count_together(cinema: Cinema) -> None:
    others = [make_cinema(rows=5, seats_per_row=10) for _ in range(2)]
    take(others[0], 20, CLIENT)
    take(others[1], 15, CLIENT)
    assert remaining(cinema) == 5
    assert remaining(cinema, OTHER_CLIENT) == 25


def test_expired_and_sold_seats_do_not_count(cinema: Cinema) -> None:
    later = make_show(
        movie=cinema.movie, hall=cinema.hall, starts_at=cinema.show.starts_at + timedelta(days=1)
    )
    take(cinema, 20, CLIENT, seconds=-1)
    take(cinema, 20, CLIENT, status="BOOKED")
    assert may_hold(Cinema(**{**vars(cinema), "show": later}), 25)
    assert remaining(cinema) == 15, "half of the thirty that are not sold"


def test_stored_client_does_not_reveal_its_address(settings: LazySettings) -> None:
    before = client_number("192.0.2.7")
    assert before != client_number("192.0.2.8")
    assert -(2**63) <= before < 2**63
    client_number.cache_clear()
    settings.SECRET_KEY = "another key of fifty characters, more or less, as it is"  # noqa: S105
    assert client_number("192.0.2.7") != before
    client_number.cache_clear()


def test_retry_after_is_the_next_expiry(cinema: Cinema) -> None:
    take(cinema, 10, CLIENT, seconds=200)
    take(cinema, 15, CLIENT, seconds=100)
    with pytest.raises(TooManyHeld) as refused:
        require_client_limits(client=CLIENT, show_id=cinema.show.pk, new=1)
    assert 90 < refused.value.retry_after <= 100


def test_zero_means_no_limit(cinema: Cinema, settings: LazySettings) -> None:
    settings.MAX_SEATS_PER_CLIENT = 0
    take(cinema, 49, CLIENT)
    assert may_hold(cinema, 1)


def holds(cinema: Cinema, *names: str, client: int | None = CLIENT, token: HoldToken | None = None) -> Hold:
    return hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids(*names), client=client, token=token)


def row(letter: str, *numbers: int) -> list[str]:
    return [f"{letter}{number}" for number in numbers]


def test_seats_count_with_and_without_the_fast_hold(cinema: Cinema) -> None:
    """The fast hold far below the limit, then the plain transaction, then an error for this client only."""
    first = holds(cinema, *row("A", *range(1, 9)))
    grown = holds(cinema, "B1", token=first.token)
    assert len(grown.seat_ids) == 9
    for letter in "CD":
        holds(cinema, *row(letter, *range(1, 9)))
    with pytest.raises(TooManyHeld):
        holds(cinema, "E1")
    holds(cinema, "E1", client=OTHER_CLIENT)
    assert Booking.objects.filter(client=CLIENT).count() == 25
    assert Booking.objects.filter(client=OTHER_CLIENT).count() == 1


def test_clients_are_not_stored_without_a_limit(cinema: Cinema) -> None:
    for letter in "ABCDE":
        holds(cinema, *row(letter, *range(1, 11)), client=None)
    assert not Booking.objects.exclude(client=None).exists()
