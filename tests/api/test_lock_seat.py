"""POST /api/lock-seat/: hold seats."""

from datetime import datetime, timedelta

import pytest

from matinee.booking.models import Booking, BookingStatus
from matinee.venues.models import Seat, SeatType
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time

PATH = "/api/lock-seat/"


def test_one_seat_as_in_the_seed(api: Api, cinema: Cinema) -> None:
    (seat_id,) = cinema.ids("C4")
    response = api.post(PATH, {"show_id": cinema.show.pk, "seat_id": seat_id})

    body = response.json()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    token, locked_until, now = (body.pop(name) for name in ("hold_token", "locked_until", "server_time"))
    assert body == {
        "show_id": cinema.show.pk,
        "seat_ids": [seat_id],
        "status": "LOCKED",
        "expires_in": 300,
        "extensions_left": 10,
        "total": "12.00",
        "currency": "EUR",
    }
    assert datetime.fromisoformat(locked_until) - datetime.fromisoformat(now) == timedelta(minutes=5)
    assert isinstance(token, str)
    assert len(token) <= 200
    row = Booking.objects.get()
    assert (row.show_id, row.seat_id, row.status) == (cinema.show.pk, seat_id, BookingStatus.LOCKED)
    assert row.locked_until == datetime.fromisoformat(locked_until)


def test_several_seats_and_their_total(api: Api, cinema: Cinema) -> None:
    Seat.objects.filter(pk__in=cinema.ids("B1")).update(type=SeatType.PREMIUM)
    hold = api.lock(cinema, "B1", "A2", "A1")
    assert hold["seat_ids"] == sorted(cinema.ids("A1", "A2", "B1"))
    assert hold["total"] == "39.00"


def test_adding_to_a_hold_returns_the_whole_hold(api: Api, cinema: Cinema) -> None:
    first = api.lock(cinema, "A1")
    pass_time(minutes=2)
    both = api.lock(cinema, "A2", hold_token=first["hold_token"])
    assert both["seat_ids"] == cinema.ids("A1", "A2")
    assert (both["expires_in"], both["total"]) == (300, "24.00")
    current = api.get("/api/holds/current/", X_Hold_Token=first["hold_token"]).json()
    assert current["seat_ids"] == cinema.ids("A1", "A2")


def test_repeated_request_does_not_extend_the_hold(api: Api, cinema: Cinema) -> None:
    first = api.lock(cinema, "A1", "A2")
    pass_time(minutes=2)
    again = api.lock(cinema, "A2", hold_token=first["hold_token"])
    assert again["seat_ids"] == first["seat_ids"]
    assert again["expires_in"] <= 180


def test_seat_taken(api: Api, cinema: Cinema) -> None:
    api.lock(cinema, "A1", "A2")
    with nothing_changes():
        response = api.post(PATH, {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A2", "A3")})
    names = ["B2", "A4", "B3", "A5"]
    suggestions = response.json()["suggestions"]
    assert_problem(
        response, 409, "seats-taken", "Seat taken", seat_ids=cinema.ids("A2"), suggestions=suggestions
    )
    assert {(one["id"], f"{one['row']}{one['number']}") for one in suggestions} <= {
        (seat.pk, str(seat)) for seat in cinema.seats
    }
    assert len(suggestions) == len(names)


def test_seats_of_an_expired_hold_can_be_held(api: Api, cinema: Cinema) -> None:
    api.lock(cinema, "A1", "A2")
    pass_time(minutes=5)
    assert api.lock(cinema, "A2", "A3")["seat_ids"] == cinema.ids("A2", "A3")


def test_token_of_another_show_starts_a_new_hold(api: Api, cinema: Cinema) -> None:
    token = api.lock(make_cinema(), "A1")["hold_token"]
    with nothing_changes():
        response = api.post(
            PATH, {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1"), "hold_token": token}
        )
    assert_problem(response, 404, "hold-not-found", "Hold not found")


def test_a_seat_of_another_hall_is_not_in_this_show(api: Api, cinema: Cinema) -> None:
    foreign = make_cinema().ids("A1")
    with nothing_changes():
        response = api.post(PATH, {"show_id": cinema.show.pk, "seat_ids": [*cinema.ids("A1"), *foreign]})
    assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=foreign)


@pytest.mark.parametrize("first", [1, 6])
def test_at_most_ten_seats_including_added_ones(api: Api, cinema: Cinema, first: int) -> None:
    hold = api.lock(cinema, *(f"A{number}" for number in range(1, first + 1)))
    new = cinema.ids(*(f"B{number}" for number in range(1, 11 - first + 1)))
    with nothing_changes():
        response = api.post(
            PATH, {"show_id": cinema.show.pk, "seat_ids": new, "hold_token": hold["hold_token"]}
        )
    assert_invalid(response, "seat_ids")
    api.lock(cinema, *(f"B{number}" for number in range(1, 10 - first + 1)), hold_token=hold["hold_token"])
