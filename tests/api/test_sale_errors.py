"""Errors that depend on the show, the seat or the hold, at every endpoint that can return them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matinee.booking.services import cancel_show
from matinee.shows.models import Show
from matinee.venues.models import Seat
from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import Cinema

SOON = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
JUST_NOW = (datetime.now(UTC) - timedelta(minutes=1)).replace(microsecond=0)

Facts = dict[str, Any]


def sales_not_open(cinema: Cinema) -> Facts:
    Show.objects.update(sales_open_at=SOON)
    return {"title": "Sales not open", "show_id": cinema.show.pk, "sales_open_at": SOON.isoformat()}


def sales_closed(cinema: Cinema) -> Facts:
    Show.objects.update(sales_close_at=JUST_NOW)
    return {"title": "Sales closed", "show_id": cinema.show.pk, "sales_close_at": JUST_NOW.isoformat()}


def show_cancelled(cinema: Cinema) -> Facts:
    cancel_show(show_id=cinema.show.pk)
    return {"title": "Show cancelled", "show_id": cinema.show.pk}


def seat_out_of_service(cinema: Cinema) -> Facts:
    Seat.objects.filter(pk__in=cinema.ids("A1")).update(in_service=False)
    return {"title": "Seat out of service", "seat_ids": cinema.ids("A1")}


NO_SALE = [sales_not_open, sales_closed, show_cancelled, seat_out_of_service]


@pytest.mark.parametrize("change", NO_SALE)
def test_hold_without_a_sale_fails(api: Api, cinema: Cinema, change: Callable[[Cinema], Facts]) -> None:
    facts = change(cinema)
    with nothing_changes():
        response = api.post(
            "/api/lock-seat/", {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A1", "A2")}
        )
    assert_problem(response, 409, change.__name__.replace("_", "-"), **facts)


@pytest.mark.parametrize("change", NO_SALE)
def test_booking_without_a_sale_fails(api: Api, cinema: Cinema, change: Callable[[Cinema], Facts]) -> None:
    hold = api.lock(cinema, "A1", "A2")
    facts = change(cinema)
    with nothing_changes():
        response = api.post("/api/book-seat/", {"hold_token": hold["hold_token"]})
    assert_problem(response, 409, change.__name__.replace("_", "-"), **facts)


@pytest.mark.parametrize("path", ["lock-seat", "extend-lock", "release-lock", "book-seat"])
def test_sold_seats_stay_sold(api: Api, cinema: Cinema, path: str) -> None:
    hold = api.lock(cinema, "A1", "A2")
    reference = api.book(hold)["order"]["reference"]
    body = {"hold_token": hold["hold_token"]}
    if path == "lock-seat":
        body |= {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A3")}
    with nothing_changes():
        response = api.post(f"/api/{path}/", body)
    assert_problem(
        response, 409, "already-booked", "Already booked", seat_ids=hold["seat_ids"], reference=reference
    )


@pytest.mark.parametrize("show_id", [999_999, 2**63 - 1])
def test_no_such_show(api: Api, cinema: Cinema, show_id: int) -> None:
    with nothing_changes():
        response = api.post("/api/lock-seat/", {"show_id": show_id, "seat_ids": cinema.ids("A1")})
    assert_problem(response, 404, "show-not-found", "Show not found", show_id=show_id)


@pytest.mark.parametrize("seat_id", [999_999, 2**63 - 1])
def test_no_such_seat(api: Api, cinema: Cinema, seat_id: int) -> None:
    with nothing_changes():
        response = api.post("/api/lock-seat/", {"show_id": cinema.show.pk, "seat_id": seat_id})
    assert_problem(response, 404, "seat-not-found", "Seat not found", seat_ids=[seat_id])
