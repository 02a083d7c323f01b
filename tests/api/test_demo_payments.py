"""Payments with the demo's cards: approved, declined, challenged, late, lost."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from matinee.booking.models import Booking
from matinee.checkout.models import Payment, TicketOrder
from matinee.payments.models import DemoPayment
from matinee.shows.models import Show
from matinee.venues.models import Venue
from tests.api.client import Api, assert_invalid, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.clock import pass_time
from tests.jobs import RunJobs

DECLINED, WITHOUT_FUNDS = "4000 0000 0000 0002", "4000 0000 0000 9995"
CAPTURE_FAILS = "4000 0000 0000 8047"
CHALLENGED, SETTLED = "4000 0025 0000 3155", "4000 0000 0000 8039"
RESPONSE_LOST, REQUEST_LOST, LATE = "4000 0000 0000 8005", "4000 0000 0000 8013", "4000 0000 0000 8021"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def pay(api: Api, hold: dict[str, Any], card: str, **headers: str) -> Any:
    body = {"hold_token": hold["hold_token"], "payment": {"card": card}}
    return api.post("/api/book-seat/", body, **headers)


def pending(api: Api, cinema: Cinema, card: str) -> str:
    """Create a pending order and return the path of its payment."""
    response = pay(api, api.lock(cinema, "A1"), card)
    assert (response.status_code, response.json()["status"]) == (202, "PENDING")
    return f"/api/orders/{response.json()['order']['secret']}/payment/"


@pytest.mark.parametrize("card", ["4242424242424242", "4242 4242 4242 4242", SETTLED])
def test_approved_card(api: Api, cinema: Cinema, card: str) -> None:
    response = pay(api, api.lock(cinema, "A1"), card)
    assert (response.status_code, response.json()["status"]) == (201, "BOOKED")


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (DECLINED, "card_declined"),
        (WITHOUT_FUNDS, "insufficient_funds"),
        ("4000 0000 0000 0069", "expired_card"),
        ("4242 4242 4242 4241", "incorrect_number"),
        ("5555 5555 5555 4444", "not_a_test_card"),
    ],
)
def test_another_card_after_a_decline(api: Api, cinema: Cinema, card: str, code: str) -> None:
    hold = api.lock(cinema, "A1", "A2")

    response = pay(api, hold, card)

    problem = response.json()
    assert problem["message"]
    assert_problem(
        response,
        402,
        "payment-declined",
        "Payment declined",
        decline_code=code,
        message=problem["message"],
        locked_until=problem["locked_until"],
    )
    now = api.get("/api/holds/current/", X_Hold_Token=hold["hold_token"]).json()
    assert (now["status"], now["frozen"], now["seat_ids"]) == ("LOCKED", False, hold["seat_ids"])
    assert now["expires_in"] >= 179
    state = api.get(f"/api/orders/{now['order']['secret']}/payment/").json()
    assert state == {"status": "DECLINED", "next_action": None, "decline_code": code}

    booked = pay(api, hold, "4242 4242 4242 4242")
    assert booked.status_code == 201
    assert booked.json()["order"]["secret"] == now["order"]["secret"]
    assert TicketOrder.objects.count() == 1


def test_repeated_request_returns_the_decline(api: Api, cinema: Cinema) -> None:
    hold = api.lock(cinema, "A1")
    key = "k" * 16
    assert pay(api, hold, DECLINED, Idempotency_Key=key).status_code == 402
    with nothing_changes():
        again = pay(api, hold, DECLINED, Idempotency_Key=key)
    assert_problem(again, 402, "payment-declined", "Payment declined", decline_code="card_declined")
    assert pay(api, hold, "4242424242424242", Idempotency_Key=key).json()["code"] == "idempotency-mismatch"


class TestChallenge:
    """The bank asks the customer for authentication."""

    def test_response_contains_the_next_action(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        body = pay(api, hold, CHALLENGED).json()
        payment = Payment.objects.get()
        action = {"type": "demo_challenge", "reference": payment.reference}
        assert (body["status"], body["next_action"]) == ("PENDING", action)
        path = f"/api/orders/{body['order']['secret']}/payment/"
        assert api.get(path).json() == {"status": "PENDING", "next_action": action}
        assert api.get("/api/holds/current/", X_Hold_Token=hold["hold_token"]).json()["frozen"] is True

    @pytest.mark.parametrize("path", ["book-seat", "extend-lock", "release-lock", "lock-seat"])
    def test_hold_is_frozen_during_the_payment(self, api: Api, cinema: Cinema, path: str) -> None:
        hold = api.lock(cinema, "A1")
        pay(api, hold, CHALLENGED)
        body = {"hold_token": hold["hold_token"]}
        if path == "lock-seat":
            body |= {"show_id": cinema.show.pk, "seat_ids": cinema.ids("A2")}
        with nothing_changes():
            response = api.post(f"/api/{path}/", body)
        assert_problem(response, 409, "hold-frozen", "Payment under way", seat_ids=hold["seat_ids"])

    def test_approved(self, api: Api, cinema: Cinema) -> None:
        path = pending(api, cinema, CHALLENGED)
        for _ in range(2):
            assert api.post(path, {"approve": True}).json() == {"status": "BOOKED", "next_action": None}
        assert api.get(path).json()["status"] == "BOOKED"
        assert api.post(path, {"approve": False}).json()["status"] == "BOOKED"

    def test_declined(self, api: Api, cinema: Cinema) -> None:
        path = pending(api, cinema, CHALLENGED)
        declined = {"status": "DECLINED", "next_action": None, "decline_code": "authentication_failed"}
        for _ in range(2):
            assert api.post(path, {"approve": False}).json() == declined
        assert api.get(path).json() == declined
        assert Booking.objects.get().frozen is False

    def test_customer_does_not_return(self, api: Api, cinema: Cinema) -> None:
        path = pending(api, cinema, CHALLENGED)
        pass_time(minutes=30)
        assert api.get(path).json() == {"status": "EXPIRED", "next_action": None}
        assert not Booking.objects.exists()
        assert api.lock(cinema, "A1")["status"] == "LOCKED"

    @pytest.mark.parametrize("body", [{}, {"approve": 1}, {"approve": "true"}, {"approve": None}])
    def test_only_true_and_false(self, api: Api, cinema: Cinema, body: dict[str, Any]) -> None:
        path = pending(api, cinema, CHALLENGED)
        with nothing_changes():
            response = api.post(path, body)
        assert_invalid(response, "approve")

    def test_challenge_of_another_provider_is_not_found(self, api: Api, cinema: Cinema) -> None:
        path = pending(api, cinema, LATE)
        Payment.objects.update(provider="cash")
        with nothing_changes():
            response = api.post(path, {"approve": True})
        assert_problem(response, 404, "order-not-found", "Order not found")


def test_failed_capture_voids_the_tickets(api: Api, cinema: Cinema, run_jobs: RunJobs) -> None:
    booked = pay(api, api.lock(cinema, "A1"), CAPTURE_FAILS).json()
    path = f"/api/orders/{booked['order']['secret']}/"
    assert api.get(f"{path}payment/").json()["status"] == "BOOKED"
    run_jobs()
    assert api.get(f"{path}payment/").json() == {"status": "EXPIRED", "next_action": None}
    order = api.get(path).json()
    assert (order["status"], order["tickets"][0]["status"]) == ("NEEDS_ATTENTION", "VOIDED")


def test_late_provider_result(api: Api, cinema: Cinema) -> None:
    path = pending(api, cinema, LATE)
    assert api.get(path).json() == {"status": "PENDING", "next_action": {"type": "wait"}}
    DemoPayment.objects.update(decided_at=F("decided_at") - timedelta(minutes=1))
    assert api.get(path).json() == {"status": "BOOKED", "next_action": None}


def test_lost_provider_response(api: Api, cinema: Cinema) -> None:
    path = pending(api, cinema, RESPONSE_LOST)
    assert api.get(path).json() == {"status": "BOOKED", "next_action": None}


def test_lost_provider_request(api: Api, cinema: Cinema) -> None:
    path = pending(api, cinema, REQUEST_LOST)
    state = api.get(path).json()
    assert state == {"status": "DECLINED", "next_action": None, "decline_code": "unpaid"}
    assert not TicketOrder.objects.get().paid_at


def test_free_order_has_no_payment(api: Api, cinema: Cinema) -> None:
    Show.objects.update(price=0)
    booked = pay(api, api.lock(cinema, "A1"), DECLINED)
    assert (booked.status_code, booked.json()["order"]["total"]) == (201, "0.00")
    path = f"/api/orders/{booked.json()['order']['secret']}/"
    assert api.get(path).json()["payment"] is None
    assert api.get(f"{path}payment/").json() == {"status": "BOOKED", "next_action": None}
    with nothing_changes():
        assert api.post(f"{path}payment/", {"approve": True}).status_code == 404


def test_yen_have_no_cents(api: Api, cinema: Cinema) -> None:
    Venue.objects.update(currency="JPY")
    Show.objects.update(price=Decimal(1800))
    hold = api.lock(cinema, "A1", "A2")
    booked = pay(api, hold, "4242424242424242").json()
    assert (booked["order"]["total"], booked["tickets"][0]["price"]) == ("3600", "1800")
    order = api.get(f"/api/orders/{booked['order']['secret']}/").json()
    line = order["lines"][0]
    assert (order["total"], line["net"], line["tax"], line["gross"]) == ("3600", "1800", "0", "1800")
