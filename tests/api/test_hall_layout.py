"""GET /api/hall-layout/{show_id}/: the seat map."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.booking.services import cancel_show
from matinee.pricing.models import SeatSupplement, TicketType
from matinee.shows.models import Show
from matinee.venues.models import Hall, Seat, SeatType, Venue
from matinee.venues.services import create_hall
from tests.api.client import Api, assert_invalid, assert_problem
from tests.cinema import Cinema, make_cinema, make_show
from tests.clock import pass_time

TOO_LARGE = ["9223372036854775808", "99999999999999999999", "9" * 400, "9" * 5000]


def address(cinema: Cinema) -> str:
    return f"/api/hall-layout/{cinema.show.pk}/"


def layout(api: Api, cinema: Cinema, **headers: str) -> Any:
    response = api.get(address(cinema), **headers)
    assert response.status_code == 200, response.content
    return response.json()


def seat(api: Api, cinema: Cinema, name: str, **headers: str) -> Any:
    (wanted,) = cinema.ids(name)
    return next(one for one in layout(api, cinema, **headers)["seats"] if one["id"] == wanted)


def test_the_whole_layout(api: Api, db: None) -> None:  # noqa: ARG001
    cinema = make_cinema(rows=2, seats_per_row=2)
    Seat.objects.filter(pk__in=cinema.ids("B1")).update(type=SeatType.PREMIUM)
    Seat.objects.filter(pk__in=cinema.ids("B2")).update(in_service=False)
    api.lock(cinema, "A2")
    a1, a2, b1, b2 = cinema.ids("A1", "A2", "B1", "B2")

    body = layout(api, cinema)

    (show,) = api.get("/api/shows/").json()["results"]
    open_to_all = {"requires_proof": False, "minimum_age": None}
    assert body == {
        "show": show,
        "hall": {
            "id": cinema.hall.pk,
            "name": "Hall 1",
            "rows": 2,
            "seats_per_row": 2,
            "capacity": 4,
            "plan_version": 1,
        },
        "ticket_types": [
            {"id": cinema.adult.pk, "name": "Adult", "adjustment": "0.00", **open_to_all},
            {"id": cinema.child.pk, "name": "Child", "adjustment": "-4.00", **open_to_all},
        ],
        "seat_type_names": {},
        "prices": {
            "premium": [
                {"ticket_type": cinema.adult.pk, "amount": "15.00"},
                {"ticket_type": cinema.child.pk, "amount": "11.00"},
            ],
            "standard": [
                {"ticket_type": cinema.adult.pk, "amount": "12.00"},
                {"ticket_type": cinema.child.pk, "amount": "8.00"},
            ],
        },
        "seats": [
            {"id": a1, "row": "A", "number": 1, "type": "standard", "x": 0.5, "y": 0.5, "price": "12.00",
             "in_service": True, "status": "AVAILABLE"},
            {"id": a2, "row": "A", "number": 2, "type": "standard", "x": 1.5, "y": 0.5, "price": "12.00",
             "in_service": True, "status": "LOCKED"},
            {"id": b1, "row": "B", "number": 1, "type": "premium", "x": 0.5, "y": 1.5, "price": "15.00",
             "in_service": True, "status": "AVAILABLE"},
            {"id": b2, "row": "B", "number": 2, "type": "standard", "x": 1.5, "y": 1.5, "price": "12.00",
             "in_service": False, "status": "AVAILABLE"},
        ],
    }  # fmt: skip
    assert (show["seats_total"], show["seats_available"]) == (3, 2)


def test_rows_are_sorted_after_z_and_seats_by_number(api: Api, cinema: Cinema) -> None:
    hall = create_hall(venue=cinema.venue, name="Tall", rows=28, seats_per_row=11)
    show = make_show(movie=cinema.movie, hall=hall)
    seats = api.get(f"/api/hall-layout/{show.pk}/").json()["seats"]
    names = [f"{one['row']}{one['number']}" for one in seats]
    assert names[:2] + names[9:12] == ["A1", "A2", "A10", "A11", "B1"]
    assert list(dict.fromkeys(one["row"] for one in seats))[-3:] == ["Z", "AA", "AB"]


def test_prices_are_of_the_default_ticket_type_and_never_negative(api: Api, cinema: Cinema) -> None:
    Seat.objects.filter(pk__in=cinema.ids("A1")).update(type=SeatType.SOFA)
    SeatSupplement.objects.create(venue=cinema.venue, seat_type=SeatType.SOFA, amount=-20)
    TicketType.objects.filter(pk=cinema.adult.pk).update(adjustment="1.5")
    assert seat(api, cinema, "A1")["price"] == "0.00"
    assert seat(api, cinema, "A2")["price"] == "13.50"


def test_show_keeps_its_plan(api: Api, cinema: Cinema) -> None:
    Hall.objects.filter(pk=cinema.hall.pk).update(plan_version=2)
    Seat.objects.create(hall=cinema.hall, plan_version=2, row_letter="A", seat_number=1)
    body = layout(api, cinema)
    assert body["hall"]["plan_version"] == 1
    assert {one["id"] for one in body["seats"]} == {one.pk for one in cinema.seats}


def test_cancelled_and_past_shows_have_a_map(api: Api, cinema: Cinema) -> None:
    past = make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) - timedelta(hours=5))
    cancel_show(show_id=cinema.show.pk)

    cancelled, over = layout(api, cinema), api.get(f"/api/hall-layout/{past.pk}/").json()

    assert (cancelled["show"]["status"], cancelled["show"]["on_sale"]) == ("CANCELLED", False)
    assert (over["show"]["status"], over["show"]["on_sale"]) == ("SCHEDULED", False)
    assert len(cancelled["seats"]) == len(over["seats"]) == 50


class TestStatus:
    """The status of each seat at the database's time."""

    def test_locked_booked_expired_and_released(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        assert seat(api, cinema, "A1")["status"] == "LOCKED"
        pass_time(minutes=6)
        assert seat(api, cinema, "A1")["status"] == "AVAILABLE"

        hold = api.lock(cinema, "A1", "A2")
        api.post("/api/release-lock/", {"hold_token": hold["hold_token"], "seat_id": cinema.ids("A2")[0]})
        assert seat(api, cinema, "A2")["status"] == "AVAILABLE"
        api.book(hold)
        pass_time(days=30)
        assert seat(api, cinema, "A1")["status"] == "BOOKED"

    def test_own_seats_are_marked_for_their_token_only(self, api: Api, cinema: Cinema) -> None:
        mine, theirs = api.lock(cinema, "A1"), api.lock(cinema, "A2")
        token = mine["hold_token"]
        assert seat(api, cinema, "A1", X_Hold_Token=token)["mine"] is True
        assert "mine" not in seat(api, cinema, "A2", X_Hold_Token=token)
        assert "mine" not in seat(api, cinema, "A3", X_Hold_Token=token)
        assert "mine" not in seat(api, cinema, "A1")
        assert "mine" not in seat(api, cinema, "A1", X_Hold_Token=theirs["hold_token"])
        assert "mine" not in seat(api, cinema, "A1", X_Hold_Token=token[:-1] + "!")
        api.book(mine)
        booked = seat(api, cinema, "A1", X_Hold_Token=token)
        assert (booked["status"], booked["mine"]) == ("BOOKED", True)

    def test_hold_by_plain_sql_has_no_token(self, api: Api, cinema: Cinema) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO booking (show_id, seat_id, status, locked_until)"
                " VALUES (%s, %s, 'LOCKED', NOW() + INTERVAL '5 minutes')",
                [cinema.show.pk, *cinema.ids("A1")],
            )
        token = api.lock(cinema, "A2")["hold_token"]
        taken = seat(api, cinema, "A1", X_Hold_Token=token)
        assert (taken["status"], "mine" in taken) == ("LOCKED", False)


class TestTag:
    """The ETag is a hash of layout, prices and seat status."""

    def tag(self, api: Api, cinema: Cinema, **headers: str) -> str:
        return str(api.get(address(cinema), **headers)["ETag"])

    def test_unchanged_is_304_without_a_body(self, api: Api, cinema: Cinema) -> None:
        first = api.get(address(cinema))
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert first["Vary"] == "X-Hold-Token, Accept-Encoding"

        again = api.get(address(cinema), If_None_Match=first["ETag"])

        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Vary"] == "X-Hold-Token"

    @pytest.mark.parametrize("form", ["W/{}", '"other", {}', "*"])
    def test_all_forms_of_if_none_match(self, api: Api, cinema: Cinema, form: str) -> None:
        known = form.format(self.tag(api, cinema))
        assert api.get(address(cinema), If_None_Match=known).status_code == 304

    @pytest.mark.parametrize("form", ['"other"', "garbage", ""])
    def test_other_etag_returns_the_map(self, api: Api, cinema: Cinema, form: str) -> None:
        assert api.get(address(cinema), If_None_Match=form).status_code == 200

    def test_changes_change_the_etag(self, api: Api, cinema: Cinema) -> None:
        tags = [self.tag(api, cinema)]
        hold = api.lock(cinema, "A1")
        tags.append(self.tag(api, cinema))
        api.book(hold)
        tags.append(self.tag(api, cinema))
        Show.objects.update(price=13)
        tags.append(self.tag(api, cinema))
        Seat.objects.filter(pk__in=cinema.ids("B1")).update(in_service=False)
        tags.append(self.tag(api, cinema))
        cancel_show(show_id=cinema.show.pk)
        tags.append(self.tag(api, cinema))
        assert len(set(tags)) == len(tags)

    def test_extension_keeps_the_etag(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        before = self.tag(api, cinema)
        api.post("/api/extend-lock/", {"hold_token": hold["hold_token"]})
        assert self.tag(api, cinema) == before

    def test_released_seat_restores_the_etag(self, api: Api, cinema: Cinema) -> None:
        before = self.tag(api, cinema)
        hold = api.lock(cinema, "A1")
        api.post("/api/release-lock/", {"hold_token": hold["hold_token"]})
        assert self.tag(api, cinema) == before

    def test_map_for_a_token_is_private_and_has_its_own_etag(self, api: Api, cinema: Cinema) -> None:
        token = api.lock(cinema, "A1")["hold_token"]
        response = api.get(address(cinema), X_Hold_Token=token)
        assert response["Cache-Control"] == "private, no-cache"
        assert response["ETag"] != self.tag(api, cinema)


def test_one_query_if_seats_and_prices_are_cached(api: Api, cinema: Cinema) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            layout(api, cinema)
        return len(captured)

    assert queries() == 4
    assert queries() == 1
    api.lock(cinema, *(f"A{number}" for number in range(1, 11)))
    assert queries() == 1


class TestCacheInvalidation:
    """Seats are cached in the process; the next response contains every change."""

    def seat_a1(self, api: Api, cinema: Cinema) -> Any:
        return seat(api, cinema, "A1")

    @pytest.mark.parametrize(
        ("column", "value"),
        [("in_service", False), ("type", "sofa"), ("x", 7.25), ("y", 7.25), ("seat_number", 77)],
    )
    def test_a_seat_by_plain_sql(self, api: Api, cinema: Cinema, column: str, value: Any) -> None:
        name = {"seat_number": "number"}.get(column, column)
        assert self.seat_a1(api, cinema)[name] != value
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE seat SET {column} = %s WHERE id = %s",  # noqa: S608 - ours
                [value, *cinema.ids("A1")],
            )
        assert self.seat_a1(api, cinema)[name] == value

    def test_added_and_deleted_seats(self, api: Api, cinema: Cinema) -> None:
        assert len(layout(api, cinema)["seats"]) == 50
        Seat.objects.create(hall=cinema.hall, row_letter="F", seat_number=1)
        assert len(layout(api, cinema)["seats"]) == 51
        Seat.objects.filter(row_letter="F").delete()
        assert len(layout(api, cinema)["seats"]) == 50

    def test_a_seat_that_moves_to_another_hall(self, api: Api, cinema: Cinema) -> None:
        hall = create_hall(venue=cinema.venue, name="Other", rows=1, seats_per_row=2)
        show = make_show(movie=cinema.movie, hall=hall)
        numbers = [
            len(layout(api, cinema)["seats"]),
            len(api.get(f"/api/hall-layout/{show.pk}/").json()["seats"]),
        ]
        Seat.objects.filter(pk__in=cinema.ids("E10")).update(hall=hall)
        assert len(layout(api, cinema)["seats"]) == numbers[0] - 1 == 49
        assert len(api.get(f"/api/hall-layout/{show.pk}/").json()["seats"]) == numbers[1] + 1 == 3

    def test_prices_and_bookings(self, api: Api, cinema: Cinema) -> None:
        assert self.seat_a1(api, cinema)["price"] == "12.00"
        SeatSupplement.objects.create(venue=cinema.venue, seat_type=SeatType.STANDARD, amount=1)
        assert self.seat_a1(api, cinema)["price"] == "13.00"
        TicketType.objects.filter(pk=cinema.adult.pk).update(adjustment="0.5", name="Grown-up")
        assert self.seat_a1(api, cinema)["price"] == "13.50"
        assert layout(api, cinema)["ticket_types"][0]["name"] == "Grown-up"
        Show.objects.update(price=20)
        assert self.seat_a1(api, cinema)["price"] == "21.50"
        SeatSupplement.objects.all().delete()
        assert self.seat_a1(api, cinema)["price"] == "20.50"

    def test_a_hall_without_seats(self, api: Api, cinema: Cinema) -> None:
        hall = Hall.objects.create(venue=cinema.venue, name="Empty", capacity=0, rows=0, seats_per_row=0)
        address = f"/api/hall-layout/{make_show(movie=cinema.movie, hall=hall).pk}/"
        assert len(api.get(address).json()["ticket_types"]) == 2
        TicketType.objects.filter(pk=cinema.child.pk).delete()
        assert len(api.get(address).json()["ticket_types"]) == 1

    def test_names_and_times(self, api: Api, cinema: Cinema) -> None:
        assert layout(api, cinema)["show"]["venue"]["name"] == cinema.venue.name
        later = cinema.show.starts_at + timedelta(minutes=5)
        Show.objects.update(starts_at=later)
        Venue.objects.update(name="Regal")
        show = layout(api, cinema)["show"]
        assert show["venue"]["name"] == "Regal"
        assert datetime.fromisoformat(show["starts_at"]) == later

    def test_sales_that_close_between_requests(self, api: Api, cinema: Cinema) -> None:
        assert layout(api, cinema)["show"]["on_sale"] is True
        Show.objects.update(sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
        assert layout(api, cinema)["show"]["on_sale"] is False


@pytest.mark.parametrize("tail", ["", "availability/"])
class TestErrors:
    """Errors of the map and of its availability."""

    @pytest.mark.parametrize("show_id", ["0", "999999", "9223372036854775807"])
    def test_no_such_show(self, api: Api, cinema: Cinema, show_id: str, tail: str) -> None:  # noqa: ARG002
        response = api.get(f"/api/hall-layout/{show_id}/{tail}")
        assert_problem(response, 404, "show-not-found", "Show not found", show_id=int(show_id))

    @pytest.mark.parametrize(
        "show_id", [*TOO_LARGE, "abc", "-1", "1.5", "%00", "%D9%A1", "1%0A", "%FF", "%20"]
    )
    def test_show_id_out_of_range(self, api: Api, show_id: str, tail: str) -> None:
        response = api.get(f"/api/hall-layout/{show_id}/{tail}")
        assert_problem(response, 404, "show-not-found", "Show not found")

    def test_unknown_parameter(self, api: Api, cinema: Cinema, tail: str) -> None:
        assert_invalid(api.get(f"{address(cinema)}{tail}?seats=1"), "seats")
