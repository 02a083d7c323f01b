"""GET /api/shows/{id}/best-seats/: free seats for a group."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.shows.models import Show
from matinee.venues.models import Hall, Seat, SeatType
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time


def address(cinema: Cinema, query: str = "") -> str:
    return f"/api/shows/{cinema.show.pk}/best-seats/{query}"


def best(api: Api, cinema: Cinema, query: str = "") -> list[str]:
    """Return the names of the proposed seats."""
    response = api.get(address(cinema, query))
    assert response.status_code == 200, response.content
    body = response.json()
    assert [seat["id"] for seat in body["seats"]] == body["seat_ids"]
    return [f"{seat['row']}{seat['number']}" for seat in body["seats"]]


def test_complete_response(api: Api, cinema: Cinema) -> None:
    d5, d6 = cinema.ids("D5", "D6")
    Seat.objects.filter(hall=cinema.hall).update(type=SeatType.PREMIUM)
    with nothing_changes():
        response = api.get(address(cinema))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response.json() == {
        "show_id": cinema.show.pk,
        "count": 2,
        "together": True,
        "seats": [
            {"id": d5, "row": "D", "number": 5, "type": "premium", "price": "15.00"},
            {"id": d6, "row": "D", "number": 6, "type": "premium", "price": "15.00"},
        ],
        "seat_ids": [d5, d6],
        "total": "30.00",
        "currency": "EUR",
    }


def test_proposed_seats_can_be_held_and_are_not_proposed_again(api: Api, cinema: Cinema) -> None:
    assert best(api, cinema, "?count=4") == ["D4", "D5", "D6", "D7"]
    hold = api.lock(cinema, "D4", "D5", "D6", "D7")
    assert best(api, cinema, "?count=4") == ["C4", "C5", "C6", "C7"]
    api.book(hold)
    pass_time(minutes=6)
    assert best(api, cinema, "?count=4") == ["C4", "C5", "C6", "C7"]


def test_seats_of_an_expired_hold_are_proposed(api: Api, cinema: Cinema) -> None:
    api.lock(cinema, "D5", "D6")
    assert best(api, cinema) != ["D5", "D6"]
    pass_time(minutes=6)
    assert best(api, cinema) == ["D5", "D6"]


def test_seat_out_of_service_is_not_proposed(api: Api, cinema: Cinema) -> None:
    Seat.objects.filter(pk__in=cinema.ids("D5")).update(in_service=False)
    assert best(api, cinema, "?count=1") == ["D6"]


def test_near_a_seat_free_or_not(api: Api, cinema: Cinema) -> None:
    (a1,) = cinema.ids("A1")
    assert best(api, cinema, f"?count=3&near={a1}") == ["A1", "A2", "A3"]
    api.lock(cinema, "A1")
    assert best(api, cinema, f"?count=3&near={a1}") == ["A2", "A3", "A4"]


def test_group_is_split_if_no_row_fits(api: Api, db: None) -> None:  # noqa: ARG001
    cinema = make_cinema(rows=3, seats_per_row=3)
    response = api.get(address(cinema, "?count=6")).json()
    assert (response["together"], response["total"]) == (False, "72.00")
    assert response["seat_ids"] == cinema.ids("B1", "B2", "B3", "C1", "C2", "C3")


def test_no_proposal_if_nothing_fits(api: Api, db: None) -> None:  # noqa: ARG001
    cinema = make_cinema(rows=1, seats_per_row=3)
    assert api.get(address(cinema, "?count=4")).json() == {
        "show_id": cinema.show.pk,
        "count": 4,
        "together": False,
        "seats": [],
        "seat_ids": [],
        "total": "0.00",
        "currency": "EUR",
    }


def test_only_seats_of_the_shows_plan_are_proposed(api: Api, cinema: Cinema) -> None:
    Hall.objects.update(plan_version=2)
    (seat,) = Seat.objects.bulk_create(
        [Seat(hall=cinema.hall, plan_version=2, row_letter="D", seat_number=1, x=5.0, y=3.5)]
    )
    assert best(api, cinema) == ["D5", "D6"]
    response = api.get(address(cinema, f"?near={seat.pk}"))
    assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=[seat.pk])
    Show.objects.update(plan_version=2)
    assert best(api, cinema, "?count=1") == ["D1"]


@pytest.mark.parametrize("count", ["0", "11", "-1", "1.0", "two", "", "%31%00", "9" * 30])
def test_count_outside_1_to_10_is_invalid(api: Api, cinema: Cinema, count: str) -> None:
    assert_invalid(api.get(address(cinema, f"?count={count}")), "count")


def test_count_up_to_the_maximum_of_a_hold_is_valid(api: Api, cinema: Cinema) -> None:
    assert len(best(api, cinema, "?count=10")) == 10
    assert len(best(api, cinema, "?count=1")) == 1


@pytest.mark.parametrize("query", ["near=0", "near=x", "near=", "near=9223372036854775808", "near=1&near=2"])
def test_near_must_be_a_seat_id(api: Api, cinema: Cinema, query: str) -> None:
    assert_invalid(api.get(address(cinema, f"?{query}")), "near")


def test_an_unknown_parameter_is_named(api: Api, cinema: Cinema) -> None:
    assert_invalid(api.get(address(cinema, "?together=1")), "together")


def test_near_must_be_in_the_shows_hall(api: Api, cinema: Cinema) -> None:
    (elsewhere,) = make_cinema().ids("A1")
    for seat_id in (elsewhere, 2**63 - 1):
        response = api.get(address(cinema, f"?near={seat_id}"))
        assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=[seat_id])


def test_no_such_show(api: Api, cinema: Cinema) -> None:  # noqa: ARG001
    response = api.get("/api/shows/999999/best-seats/")
    assert_problem(response, 404, "show-not-found", "Show not found", show_id=999999)
    for text in ("x", "-1", "9223372036854775808"):
        response = api.get(f"/api/shows/{text}/best-seats/")
        assert_problem(response, 404, "show-not-found", "Show not found")


def test_number_of_queries_is_independent_of_the_hall(api: Api, db: None) -> None:  # noqa: ARG001
    for cinema in (make_cinema(rows=1, seats_per_row=4), make_cinema(rows=20, seats_per_row=20)):
        with CaptureQueriesContext(connection) as captured:
            best(api, cinema)
        assert len(captured) == 5
