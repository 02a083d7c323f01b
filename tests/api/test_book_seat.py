"""POST /api/book-seat/: buy the seats of a hold."""

from datetime import datetime

import pytest

from matinee.booking.models import Booking, BookingStatus
from matinee.checkout.models import TicketOrder
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat, SeatType
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time

PATH = "/api/book-seat/"


def test_the_token_alone_books_at_the_default_ticket_type(api: Api, cinema: Cinema) -> None:
    Seat.objects.filter(pk__in=cinema.ids("B1")).update(type=SeatType.PREMIUM)
    hold = api.lock(cinema, "A2", "B1")

    response = api.post(PATH, {"hold_token": hold["hold_token"]})

    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    order = TicketOrder.objects.get()
    codes = dict(Ticket.objects.values_list("seat_id", "code"))
    a2, b1 = cinema.ids("A2", "B1")
    body = response.json()
    assert datetime.fromisoformat(body["order"].pop("created_at")) == order.created_at
    assert body == {
        "status": "BOOKED",
        "order": {
            "reference": order.reference,
            "secret": order.secret,
            "total": "27.00",
            "currency": "EUR",
            "show_id": cinema.show.pk,
        },
        "tickets": [
            {
                "seat_id": a2,
                "row": "A",
                "number": 2,
                "ticket_type": cinema.adult.pk,
                "ticket_type_name": "Adult",
                "price": "12.00",
                "code": codes[a2],
            },
            {
                "seat_id": b1,
                "row": "B",
                "number": 1,
                "ticket_type": cinema.adult.pk,
                "ticket_type_name": "Adult",
                "price": "15.00",
                "code": codes[b1],
            },
        ],
    }
    assert set(Booking.objects.values_list("status", "locked_until")) == {(BookingStatus.BOOKED, None)}


def test_all_fields(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1", "A2")
    a1, a2 = cinema.ids("A1", "A2")
    body = api.book(
        hold,
        seat_ids=[a2, a1],
        total="20",
        tickets=[{"seat_id": a2, "ticket_type": cinema.child.pk}],
        customer={"name": "Zoë Ĺukasz 🎬", "email": "zoe@example.org"},
        payment={"card": "4242 4242 4242 4242"},
    )
    assert [(one["seat_id"], one["ticket_type_name"], one["price"]) for one in body["tickets"]] == [
        (a1, "Adult", "12.00"),
        (a2, "Child", "8.00"),
    ]
    customer = TicketOrder.objects.get().customer
    assert (customer.name, customer.email) == ("Zoë Ĺukasz 🎬", "zoe@example.org")


def test_a_venue_without_ticket_types(api: Api, cinema: Cinema) -> None:
    cinema.venue.ticket_types.all().delete()
    (ticket,) = api.book(api.lock(cinema, "A1"))["tickets"]
    assert (ticket["ticket_type"], ticket["ticket_type_name"], ticket["price"]) == (None, "", "12.00")


class TestChanged:
    """The seats, total and tickets in the request must match the hold."""

    def test_seats(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        for seat_ids in (cinema.ids("A1"), cinema.ids("A1", "A2", "A3"), cinema.ids("A1", "A3")):
            with nothing_changes():
                response = api.post(PATH, {"hold_token": hold["hold_token"], "seat_ids": seat_ids})
            assert_problem(response, 409, "hold-changed", "Hold changed", seat_ids=hold["seat_ids"])

    @pytest.mark.parametrize("total", ["23.99", "24.001", "0", "999999999.999"])
    def test_total(self, api: Api, cinema: Cinema, total: str) -> None:
        hold = api.lock(cinema, "A1", "A2")
        with nothing_changes():
            response = api.post(PATH, {"hold_token": hold["hold_token"], "total": total})
        assert_problem(
            response,
            409,
            "hold-changed",
            "Hold changed",
            seat_ids=hold["seat_ids"],
            total="24.00",
            currency="EUR",
        )

    def test_tickets_for_other_seats(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        tickets = [{"seat_id": cinema.ids("A2")[0], "ticket_type": cinema.adult.pk}]
        with nothing_changes():
            response = api.post(PATH, {"hold_token": hold["hold_token"], "tickets": tickets})
        assert_problem(response, 409, "hold-changed", "Hold changed", seat_ids=hold["seat_ids"])


def test_a_ticket_type_of_another_venue(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1")
    tickets = [{"seat_id": hold["seat_ids"][0], "ticket_type": make_cinema().adult.pk}]
    with nothing_changes():
        response = api.post(PATH, {"hold_token": hold["hold_token"], "tickets": tickets})
    assert_invalid(response, "tickets")


def test_booking_a_second_time_fails(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1")
    order = api.book(hold)["order"]
    with nothing_changes():
        response = api.post(PATH, {"hold_token": hold["hold_token"]})
    assert_problem(
        response,
        409,
        "already-booked",
        "Already booked",
        seat_ids=hold["seat_ids"],
        reference=order["reference"],
    )


def test_booking_an_expired_hold_fails(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1", "A2")
    pass_time(minutes=5)
    with nothing_changes():
        response = api.post(PATH, {"hold_token": hold["hold_token"]})
    assert_problem(
        response,
        410,
        "hold-expired",
        "Hold expired",
        seat_ids=hold["seat_ids"],
        still_available=hold["seat_ids"],
    )
