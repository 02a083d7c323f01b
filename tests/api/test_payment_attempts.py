"""Payment attempts are limited per hold and per client (B13). The hold stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.test import Client

from matinee.booking.models import Booking
from matinee.checkout.models import OrderEvent, Payment
from matinee.checkout.payment_limits import erase_old_clients
from matinee.checkout.reconcile import reconcile_orders
from matinee.payments.models import DemoPayment, LedgerResult
from matinee.shows.models import Show
from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.clock import pass_time

DECLINED, GOOD = "4000 0000 0000 0002", "4242 4242 4242 4242"
CHALLENGED, LOST, LATE = "4000 0025 0000 3155", "4000 0000 0000 8013", "4000 0000 0000 8021"
ANOTHER = "192.0.2.2"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def pay(api: Api, hold: dict[str, Any], card: str = DECLINED, **headers: str) -> Any:
    body = {"hold_token": hold["hold_token"], "payment": {"card": card}}
    return api.post("/api/book-seat/", body, **headers)


def declined(api: Api, hold: dict[str, Any], times: int) -> None:
    assert [pay(api, hold).status_code for _ in range(times)] == [402] * times


def provider_calls() -> tuple[int, int]:
    """Return all requests to the provider."""
    return DemoPayment.objects.count(), LedgerResult.objects.count()


def assert_too_many(api: Api, hold: dict[str, Any], title: str, card: str = GOOD, **headers: str) -> int:
    """Assert a 429 with Retry-After, no changed row and no request to the provider."""
    before = list(Payment.objects.order_by("pk").values()), provider_calls()
    with nothing_changes():
        response = pay(api, hold, card, **headers)
    assert_problem(response, 429, "too-many-requests", title)
    assert (list(Payment.objects.order_by("pk").values()), provider_calls()) == before
    return int(response["Retry-After"])


class TestOneHold:
    """PAYMENT_ATTEMPTS_PER_HOLD."""

    def test_ten_attempts_and_no_more(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1", "A2")
        declined(api, hold, 10)
        until = Booking.objects.values_list("locked_until", flat=True).distinct().get()

        left = assert_too_many(api, hold, "Too many payment attempts")

        now = api.get("/api/holds/current/", X_Hold_Token=hold["hold_token"]).json()
        assert (now["status"], now["frozen"], now["seat_ids"]) == ("LOCKED", False, hold["seat_ids"])
        assert Booking.objects.values_list("locked_until", flat=True).distinct().get() == until
        assert now["expires_in"] - 1 <= left <= now["expires_in"] + 1
        assert OrderEvent.objects.filter(type="declined").count() == 10
        released = api.post("/api/release-lock/", {"hold_token": hold["hold_token"]})
        assert released.json() == {"released": hold["seat_ids"]}

    def test_three_declined_cards_are_allowed(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        declined(api, hold, 9)
        assert pay(api, hold, GOOD).status_code == 201

    def test_the_limit_is_a_setting(self, api: Api, cinema: Cinema, settings: LazySettings) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 1
        hold = api.lock(cinema, "A1")
        declined(api, hold, 1)
        assert_too_many(api, hold, "Too many payment attempts")

    def test_changed_total_does_not_reset_the_count(
        self, api: Api, cinema: Cinema, settings: LazySettings
    ) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 4
        hold = api.lock(cinema, "A1")
        declined(api, hold, 2)
        hold = api.lock(cinema, "A2", hold_token=hold["hold_token"])
        declined(api, hold, 2)
        assert sorted(Payment.objects.values_list("attempt", flat=True)) == [2, 2]
        assert_too_many(api, hold, "Too many payment attempts")

    def test_attempts_without_a_provider_response_count(
        self, api: Api, cinema: Cinema, settings: LazySettings
    ) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 2
        hold = api.lock(cinema, "A1")
        for _ in range(2):
            path = f"/api/orders/{pay(api, hold, LOST).json()['order']['secret']}/payment/"
            assert api.get(path).json()["status"] == "DECLINED"
        assert_too_many(api, hold, "Too many payment attempts")

    def test_number_of_attempts_fits_its_column(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        declined(api, hold, 1)
        Payment.objects.update(attempt=32767)
        assert_too_many(api, hold, "Too many payment attempts")

    def test_a_repeated_request_does_not_count(
        self, api: Api, cinema: Cinema, settings: LazySettings
    ) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 2
        hold = api.lock(cinema, "A1")
        key = "k" * 16
        assert {pay(api, hold, Idempotency_Key=key).status_code for _ in range(5)} == {402}
        assert Payment.objects.get().attempt == 1
        declined(api, hold, 1)
        assert pay(api, hold, Idempotency_Key=key).status_code == 402, "the first response again"
        assert_too_many(api, hold, "Too many payment attempts", Idempotency_Key="n" * 16)

    def test_free_order_is_no_attempt(self, api: Api, cinema: Cinema, settings: LazySettings) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 1
        hold = api.lock(cinema, "A1")
        declined(api, hold, 1)
        Show.objects.update(price=0)
        assert pay(api, hold, GOOD).status_code == 201

    def test_other_errors_take_precedence(self, api: Api, cinema: Cinema, settings: LazySettings) -> None:
        settings.PAYMENT_ATTEMPTS_PER_HOLD = 1
        hold = api.lock(cinema, "A1")
        declined(api, hold, 1)
        pass_time(minutes=10)
        assert pay(api, hold).json()["code"] == "hold-expired"


class TestOneClient:
    """DECLINED_PAYMENTS_PER_HOUR."""

    @pytest.fixture(autouse=True)
    def three_declines_per_hour(self, settings: LazySettings) -> None:
        settings.DECLINED_PAYMENTS_PER_HOUR = 3

    def test_counts_all_holds_of_the_client(self, api: Api, cinema: Cinema) -> None:
        first = api.lock(cinema, "A1")
        declined(api, first, 2)
        api.post("/api/release-lock/", {"hold_token": first["hold_token"]})
        declined(api, api.lock(cinema, "A1"), 1)
        left = assert_too_many(api, api.lock(cinema, "A2"), "Too many declined payments")
        assert 3590 <= left <= 3600
        another = Api(Client(REMOTE_ADDR=ANOTHER))
        assert pay(another, another.lock(cinema, "A3"), GOOD).status_code == 201

    def test_an_hour_later(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        declined(api, hold, 3)
        Payment.objects.update(changed_at=F("changed_at") - timedelta(minutes=59))
        assert 50 <= assert_too_many(api, hold, "Too many declined payments") <= 60
        Payment.objects.update(changed_at=F("changed_at") - timedelta(minutes=1))
        assert pay(api, hold, GOOD).status_code == 201

    def test_many_approved_payments_from_one_address(self, api: Api, cinema: Cinema) -> None:
        for number in range(1, 9):
            assert pay(api, api.lock(cinema, f"B{number}"), GOOD).status_code == 201
        assert pay(api, api.lock(cinema, "C1"), CHALLENGED).status_code == 202

    def test_declines_before_a_success_count(self, api: Api, cinema: Cinema) -> None:
        hold = api.lock(cinema, "A1")
        declined(api, hold, 2)
        assert pay(api, hold, GOOD).status_code == 201
        declined(api, api.lock(cinema, "A2"), 1)
        assert_too_many(api, api.lock(cinema, "A3"), "Too many declined payments")

    def test_a_late_decline_counts_too(self, api: Api, cinema: Cinema) -> None:
        for seat in ("A1", "A2", "A3"):
            secret = pay(api, api.lock(cinema, seat), CHALLENGED).json()["order"]["secret"]
            response = api.post(f"/api/orders/{secret}/payment/", {"approve": False})
            assert response.json()["status"] == "DECLINED"
        assert_too_many(api, api.lock(cinema, "A4"), "Too many declined payments")

    def test_abandoned_challenge_counts(self, api: Api, cinema: Cinema) -> None:
        for seat in ("A1", "A2", "A3"):
            assert pay(api, api.lock(cinema, seat), CHALLENGED).status_code == 202
        assert pay(api, api.lock(cinema, "A4"), CHALLENGED).status_code == 202, "they are under way"
        pass_time(minutes=10)
        reconcile_orders(min_age=timedelta(0))
        assert set(Payment.objects.values_list("status", flat=True)) == {"CANCELLED"}
        assert_too_many(api, api.lock(cinema, "A5"), "Too many declined payments")

    def test_waiting_payments_do_not_count(self, api: Api, cinema: Cinema) -> None:
        for seat in ("A1", "A2", "A3", "A4"):
            assert pay(api, api.lock(cinema, seat), LATE).status_code == 202

    def test_unreachable_provider_is_no_decline(self, api: Api, cinema: Cinema) -> None:
        for seat in ("A1", "A2", "A3"):
            declined(api, api.lock(cinema, seat), 1)
        Payment.objects.update(reference="")
        assert pay(api, api.lock(cinema, "A4"), GOOD).status_code == 201

    def test_an_ipv6_customer_is_one_client(self, cinema: Cinema) -> None:
        for number in (1, 2, 3):
            api = Api(Client(REMOTE_ADDR=f"2001:db8:0:1::{number}"))
            declined(api, api.lock(cinema, f"A{number}"), 1)
        api = Api(Client(REMOTE_ADDR="2001:db8:0:1::ffff"))
        assert_too_many(api, api.lock(cinema, "A4"), "Too many declined payments")
        api = Api(Client(REMOTE_ADDR="2001:db8:0:2::1"))
        assert pay(api, api.lock(cinema, "A5"), GOOD).status_code == 201

    def test_zero_means_no_limit(self, api: Api, cinema: Cinema, settings: LazySettings) -> None:
        settings.DECLINED_PAYMENTS_PER_HOUR = 0
        for seat in ("A1", "A2", "A3", "A4", "A5"):
            declined(api, api.lock(cinema, seat), 1)
        assert set(Payment.objects.values_list("client", flat=True)) == {None}

    def test_client_digest_is_erased_after_an_hour(self, api: Api, cinema: Cinema) -> None:
        declined(api, api.lock(cinema, "A1"), 1)
        declined(api, api.lock(cinema, "A2"), 1)
        old, new = Payment.objects.order_by("pk")
        Payment.objects.filter(pk=old.pk).update(changed_at=F("changed_at") - timedelta(hours=1))
        erase_old_clients()
        assert list(Payment.objects.order_by("pk").values_list("client", flat=True)) == [None, new.client]
        assert new.client is not None
