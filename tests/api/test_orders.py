"""GET /api/orders/{secret}/ and its files."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from icalendar import Calendar

from matinee.checkout.models import Payment, Seller, TicketOrder, VenueTerms
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from matinee.tickets.services import void_tickets
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema

UNKNOWN = ["x" * 43, "x", "x" * 5000, "%00", "%ff", "a b", "%E2%82%AC", "'%20or%201=1"]


def bought(api: Api, cinema: Cinema, *names: str, **more: Any) -> str:
    """Buy these seats and return the path of the order."""
    order = api.book(api.lock(cinema, *names), **more)["order"]
    return f"/api/orders/{order['secret']}/"


def terms(cinema: Cinema, minutes: int | None = 60) -> None:
    seller = Seller.objects.create(legal_name="Roxy Ltd", tax_number="DE123", next_receipt_number=7)
    VenueTerms.objects.create(
        venue=cinema.venue, seller=seller, ticket_tax_rate=Decimal(7), refundable_until_minutes=minutes
    )


def test_the_whole_order(api: Api, cinema: Cinema) -> None:
    terms(cinema)
    path = bought(api, cinema, "A1", "A2", customer={"name": "Ada", "email": "ada@example.org"})

    response = api.get(path)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    body = response.json()
    order, (first, second) = TicketOrder.objects.get(), Ticket.objects.order_by("seat_id")
    show = body.pop("show")
    (layout,) = api.get("/api/shows/").json()["results"]
    assert show == {name: layout[name] for name in show}
    assert not {"seats_total", "seats_available"} & set(show)
    assert datetime.fromisoformat(body.pop("created_at")) == order.created_at
    assert datetime.fromisoformat(body.pop("paid_at")) == order.paid_at
    until = datetime.fromisoformat(body.pop("refundable_until"))
    assert until == cinema.show.starts_at - timedelta(minutes=60)
    line = {
        "kind": "ticket",
        "row": "A",
        "ticket_type": cinema.adult.pk,
        "ticket_type_name": "Adult",
        "net": "11.21",
        "tax_rate": "7.00",
        "tax": "0.79",
        "gross": "12.00",
    }
    ticket = {
        "row": "A",
        "ticket_type": cinema.adult.pk,
        "ticket_type_name": "Adult",
        "price": "12.00",
        "status": "VALID",
        "requires_proof": False,
        "minimum_age": None,
    }
    assert body == {
        "reference": order.reference,
        "secret": order.secret,
        "status": "PAID",
        "total": "24.00",
        "currency": "EUR",
        "lines": [
            {**line, "seat_id": one.seat_id, "number": number}
            for number, one in enumerate((first, second), start=1)
        ],
        "tickets": [
            {
                **ticket,
                "id": one.pk,
                "seat_id": one.seat_id,
                "number": number,
                "code": one.code,
                "short_code": format_short_code(one.short_code),
            }
            for number, one in enumerate((first, second), start=1)
        ],
        "receipt": {"number": 7, "seller_name": "Roxy Ltd", "seller_tax_number": "DE123"},
        "refunds": [],
        "owed": "0.00",
        "payment": {"status": "AUTHORISED", "provider": "demo", "next_action": None},
    }


@pytest.mark.parametrize("minutes", [None, 0])
def test_refund_terms(api: Api, cinema: Cinema, minutes: int | None) -> None:
    terms(cinema, minutes)
    until = api.get(bought(api, cinema, "A1")).json()["refundable_until"]
    assert (until and datetime.fromisoformat(until)) == (None if minutes is None else cinema.show.starts_at)


def test_a_venue_without_terms(api: Api, cinema: Cinema) -> None:
    body = api.get(bought(api, cinema, "A1")).json()
    assert (body["refundable_until"], body["receipt"]) == (None, None)


def test_pending_order_has_no_tickets(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1")
    payment = {"card": "4000 0025 0000 3155"}
    response = api.post("/api/book-seat/", {"hold_token": hold["hold_token"], "payment": payment}).json()
    path = f"/api/orders/{response['order']['secret']}/"
    body = api.get(path).json()
    assert (body["status"], body["paid_at"], body["tickets"], body["receipt"]) == ("PENDING", None, [], None)
    assert [line["gross"] for line in body["lines"]] == ["12.00"]
    reference = Payment.objects.get().reference
    action = {"type": "demo_challenge", "reference": reference}
    assert body["payment"] == {"status": "NEEDS_ACTION", "provider": "demo", "next_action": action}
    for file in ("tickets.pdf", "calendar.ics", "tickets/1/qr.svg"):
        assert_problem(api.get(path + file), 404, "order-not-found", "Order not found")


def test_unknown_secret(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    bought(api, cinema, "A1")
    files = ["", "payment/", "tickets.pdf", "calendar.ics", "tickets/1/qr.svg"]
    for secret, rest in product(UNKNOWN, files):
        with subtests.test(secret=secret[:50], rest=rest):
            with nothing_changes():
                response = api.get(f"/api/orders/{secret}/{rest}")
            assert_problem(response, 404, "order-not-found", "Order not found")
            assert response["Cache-Control"] == "private, no-store"


def test_no_parameters(api: Api, cinema: Cinema, subtests: pytest.Subtests) -> None:
    path = bought(api, cinema, "A1")
    for rest in ("", "payment/", "tickets.pdf", "calendar.ics"):
        with subtests.test(rest=rest):
            assert_invalid(api.get(f"{path}{rest}?x=1"), "x")


class TestFiles:
    """PDF, calendar and QR code of an order."""

    def test_pdf(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1", "A2")
        response = api.get(f"{path}tickets.pdf")
        reference = TicketOrder.objects.get().reference
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="tickets-{reference}.pdf"'
        assert response["Cache-Control"] == "private, no-store"
        assert response.content.startswith(b"%PDF-")

    def test_calendar(self, api: Api, cinema: Cinema) -> None:
        response = api.get(f"{bought(api, cinema, 'A1')}calendar.ics")
        reference = TicketOrder.objects.get().reference
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="cinema-{reference}.ics"'
        (event,) = Calendar.from_ical(response.content.decode()).walk("VEVENT")
        assert event.decoded("dtstart") == cinema.show.starts_at.replace(microsecond=0)
        assert event.decoded("url").endswith(f"/ticket/{TicketOrder.objects.get().secret}")

    def test_qr(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1")
        response = api.get(f"{path}tickets/{Ticket.objects.get().pk}/qr.svg")
        assert response["Content-Type"] == "image/svg+xml"
        assert response.content.startswith(b"<svg")

    @pytest.mark.parametrize("ticket", ["0", "999999999", "9" * 40, "x", "-1", "1.0"])
    def test_no_such_ticket(self, api: Api, cinema: Cinema, ticket: str) -> None:
        response = api.get(f"{bought(api, cinema, 'A1')}tickets/{ticket}/qr.svg")
        assert_problem(response, 404, "order-not-found", "Order not found")

    def test_voided_tickets_are_left_out(self, api: Api, cinema: Cinema) -> None:
        path = bought(api, cinema, "A1", "A2")
        first, second = Ticket.objects.order_by("pk")
        both = api.get(f"{path}tickets.pdf").content
        void_tickets(tickets=[first])
        assert len(api.get(f"{path}tickets.pdf").content) < len(both)
        assert api.get(f"{path}tickets/{first.pk}/qr.svg").status_code == 404
        assert api.get(f"{path}tickets/{second.pk}/qr.svg").status_code == 200
        assert [one["status"] for one in api.get(path).json()["tickets"]] == ["VOIDED", "VALID"]
        void_tickets(tickets=[second])
        assert_problem(api.get(f"{path}tickets.pdf"), 404, "order-not-found", "Order not found")

    @pytest.mark.parametrize(
        ("file", "accepted"),
        [
            ("tickets.pdf", "application/pdf"),
            ("tickets.pdf", "application/*"),
            ("calendar.ics", "text/calendar"),
            ("calendar.ics", "text/html, */*;q=0.8"),
        ],
    )
    def test_accepted_media_types(self, api: Api, cinema: Cinema, file: str, accepted: str) -> None:
        assert api.get(bought(api, cinema, "A1") + file, Accept=accepted).status_code == 200

    def test_not_acceptable_media_type(self, api: Api, cinema: Cinema) -> None:
        response = api.get(f"{bought(api, cinema, 'A1')}tickets.pdf", Accept="text/html")
        assert_problem(response, 406, "not-acceptable", "Not acceptable")
