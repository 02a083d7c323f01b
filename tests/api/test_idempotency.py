"""Idempotency-Key on lock-seat and book-seat: no retry holds or sells twice (B15)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.db.models import F

from matinee.booking.models import Booking
from matinee.booking.tokens import HoldToken
from matinee.checkout import idempotency
from matinee.checkout.models import IdempotencyKey, TicketOrder
from matinee.checkout.purchase import Purchase
from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import Cinema, make_cinema
from tests.clock import pass_time

pytestmark = pytest.mark.slow

KEY = "6f2c1f6e-2f5b-4c39-9d3d-6b2f8f0e7a11"


def lock(api: Api, cinema: Cinema, *names: str, key: str = KEY) -> Any:
    body = {"show_id": cinema.show.pk, "seat_ids": cinema.ids(*names)}
    return api.post("/api/lock-seat/", body, Idempotency_Key=key)


def book(api: Api, hold: dict[str, Any], key: str = KEY, **more: Any) -> Any:
    return api.post("/api/book-seat/", {"hold_token": hold["hold_token"], **more}, Idempotency_Key=key)


class TestLockSeat:
    """The key determines the hold."""

    def test_repeated_request_returns_the_same_hold(self, api: Api, cinema: Cinema) -> None:
        first = lock(api, cinema, "A1", "A2")
        with nothing_changes():
            second = lock(api, cinema, "A2", "A1")
        assert (first.status_code, second.status_code) == (201, 201)
        varying = {"expires_in", "server_time"}
        assert {name: value for name, value in first.json().items() if name not in varying} == {
            name: value for name, value in second.json().items() if name not in varying
        }

    def test_repeated_request_after_expiry_holds_the_seats_again(self, api: Api, cinema: Cinema) -> None:
        lock(api, cinema, "A1")
        pass_time(minutes=6)
        again = lock(api, cinema, "A1")
        assert (again.status_code, again.json()["expires_in"]) == (201, 300)
        assert Booking.objects.count() == 1

    @pytest.mark.parametrize("names", [["A1"], ["A1", "A2", "A3"], ["B1"]])
    def test_other_seats_under_the_same_key(self, api: Api, cinema: Cinema, names: list[str]) -> None:
        lock(api, cinema, "A1", "A2")
        with nothing_changes():
            response = lock(api, cinema, *names)
        assert_problem(response, 422, "idempotency-mismatch", "Idempotency-Key reused")

    def test_another_show_under_the_same_key(self, api: Api, cinema: Cinema) -> None:
        lock(api, cinema, "A1")
        with nothing_changes():
            response = lock(api, make_cinema(), "A1")
        assert_problem(response, 422, "idempotency-mismatch", "Idempotency-Key reused")

    def test_another_key_is_another_customer(self, api: Api, cinema: Cinema) -> None:
        lock(api, cinema, "A1")
        assert lock(api, cinema, "A1", key=KEY[::-1]).json()["code"] == "seats-taken"

    @pytest.mark.parametrize("key", ["!" * 16, "~" * 255])
    def test_keys_of_every_allowed_length(self, api: Api, cinema: Cinema, key: str) -> None:
        assert lock(api, cinema, "A1", key=key).status_code == 201


class TestBookSeat:
    """A repeated request returns the first response."""

    def test_repeated_request_returns_the_same_response(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        first = book(api, hold, total="24.00", seat_ids=hold["seat_ids"])
        with nothing_changes():
            second = book(api, hold, seat_ids=hold["seat_ids"], total="24.00")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.content == second.content
        assert TicketOrder.objects.count() == 1

    @pytest.mark.parametrize(
        "more", [{"total": "24.00"}, {"customer": {"name": "Eve"}}, {"seat_ids": [1, 2]}]
    )
    def test_another_body_under_the_same_key(self, api: Api, cinema: Cinema, more: dict[str, Any]) -> None:
        hold = api.lock(cinema, "A1", "A2")
        book(api, hold)
        with nothing_changes():
            response = book(api, hold, **more)
        assert_problem(response, 422, "idempotency-mismatch", "Idempotency-Key reused")

    def test_failed_request_stores_no_key(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        with nothing_changes():
            assert book(api, hold, total="1.00").json()["code"] == "hold-changed"
        assert book(api, hold, total="12.00").status_code == 201

    def test_key_expires_after_a_day(self, api: Api, cinema: Cinema) -> None:
        book(api, api.lock(cinema, "A1"))
        IdempotencyKey.objects.update(created_at=F("created_at") - timedelta(hours=25))
        assert book(api, api.lock(cinema, "A2")).status_code == 201
        assert TicketOrder.objects.count() == 2


@pytest.mark.django_db(transaction=True)
class TestConcurrentRequests:
    """Concurrent requests with one key."""

    def test_concurrent_requests_get_one_response(self) -> None:
        cinema, clients = make_cinema(), 8
        hold = Api().lock(cinema, "A1", "A2")
        barrier = Barrier(clients)

        def send() -> Any:
            try:
                barrier.wait(20)
                return book(Api(), hold)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(clients) as pool:
            responses = [future.result() for future in [pool.submit(send) for _ in range(clients)]]
        assert {response.status_code for response in responses} == {201}
        assert len({response.content for response in responses}) == 1
        assert TicketOrder.objects.count() == 1

    def test_request_in_flight_is_reported_after_the_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(idempotency, "WAIT_SECONDS", 0.2)
        api, cinema = Api(), make_cinema()
        hold = api.lock(cinema, "A1")
        first = idempotency.IdempotentRequest.of(
            KEY, Purchase(token=HoldToken.read(hold["hold_token"])).canonical()
        )
        row = IdempotencyKey.objects.create(key_digest=first.key_digest, request_digest=first.request_digest)
        with nothing_changes():
            response = book(api, hold)
        assert_problem(response, 409, "idempotency-in-flight", "Request in flight")
        row.delete()
        assert book(api, hold).status_code == 201
