"""Every request to the payment provider is made with a permit of the payment bulkhead (B10, B14).

In these tests other threads hold all permits. A call to the provider without a permit would change its
tables, which the tests compare.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import Model

from matinee.checkout.models import Payment, Refund, RefundStatus, Seller, VenueTerms
from matinee.payments.models import DemoPayment, LedgerResult
from matinee.runtime import bulkhead
from matinee.runtime.bulkhead import Bulkhead, payment_permit
from tests.api.client import Api, assert_problem, nothing_changes
from tests.cinema import Cinema
from tests.services.threads import held_by_other_thread

GOOD, CHALLENGED, LATE = "4242 4242 4242 4242", "4000 0025 0000 3155", "4000 0000 0000 8021"
PERMITS = 2

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(PERMITS) as pool:
        yield pool


@contextmanager
def all_permits_taken(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other threads hold all permits. Assert that no request is sent to the provider."""
    monkeypatch.setattr(bulkhead, "_payments", Bulkhead(permits=PERMITS, queue=0))
    tables: tuple[type[Model], ...] = (Payment, DemoPayment, LedgerResult)
    before = [list(table._default_manager.order_by("pk").values()) for table in tables]
    with ExitStack() as stack:
        for _ in range(PERMITS):
            stack.enter_context(held_by_other_thread(pool, payment_permit))
        yield
        assert [list(table._default_manager.order_by("pk").values()) for table in tables] == before


def pay(api: Api, cinema: Cinema, card: str) -> Any:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"], "payment": {"card": card}}
    return api.post("/api/book-seat/", body)


def pending(api: Api, cinema: Cinema, card: str) -> str:
    """An order with an undecided payment. Returns the URL of the payment."""
    return f"/api/orders/{pay(api, cinema, card).json()['order']['secret']}/payment/"


def decide_at_the_bank() -> None:
    """Let the delay of the provider's result pass, so that a lookup would change the payment."""
    DemoPayment.objects.update(decided_at="2026-01-01T00:00:00Z")


def test_booking_without_a_permit_is_busy(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"], "payment": {"card": GOOD}}
    with all_permits_taken(pool, monkeypatch), nothing_changes():
        assert_problem(api.post("/api/book-seat/", body), 503, "busy", "Busy")
    assert api.post("/api/book-seat/", body).status_code == 201


def test_reading_a_payment_without_a_permit_returns_the_stored_status(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pending(api, cinema, LATE)
    decide_at_the_bank()
    with all_permits_taken(pool, monkeypatch), nothing_changes():
        response = api.get(path)
        assert (response.status_code, response.json()["status"]) == (200, "PENDING"), "the stored status"
    assert api.get(path).json()["status"] == "BOOKED"


def test_completing_a_challenge_without_a_permit_is_busy(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pending(api, cinema, CHALLENGED)
    with all_permits_taken(pool, monkeypatch), nothing_changes():
        assert_problem(api.post(path, {"approve": True}), 503, "busy", "Busy")
    assert api.post(path, {"approve": True}).json()["status"] == "BOOKED"


def test_a_webhook_without_a_permit_is_busy(
    api: Api,
    cinema: Cinema,
    pool: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> None:
    pending(api, cinema, LATE)
    Payment.objects.update(provider="stripe", reference="pi_1")
    secret = "whsec_of_the_tests"  # noqa: S105
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", secret
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    notice = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}
    body = json.dumps({**notice, "data": {"object": {"id": "pi_1", "object": "payment_intent"}}}).encode()
    stamp = str(int(time.time()))
    mark = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()

    def call() -> Any:
        path = "/api/payments/stripe/webhook/"
        return api.send("POST", path, body, Stripe_Signature=f"t={stamp},v1={mark}")

    with all_permits_taken(pool, monkeypatch), nothing_changes():
        assert_problem(call(), 503, "busy", "Busy")
    assert_problem(call(), 503, "unavailable", "Unavailable")


def test_a_refund_leaves_the_provider_request_to_the_worker(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = Seller.objects.create(legal_name="Roxy Ltd")
    VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=60)
    secret = pay(api, cinema, GOOD).json()["order"]["secret"]
    with all_permits_taken(pool, monkeypatch):
        assert api.post(f"/api/orders/{secret}/refund/", {}).status_code == 200
    assert Refund.objects.get().status == RefundStatus.QUEUED
