"""Every request to the payment provider is made with a permit of the payment bulkhead (B10, B14).

All payment slots are taken by other threads here. So a request that asks the provider outside a slot is
found: the provider is asked although there is no slot.
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
from tests.cinema import Cinema, make_cinema
from tests.services.crowd import staying

GOOD, FURTHER_STEP, LATE = "4242 4242 4242 4242", "4000 0025 0000 3155", "4000 0000 0000 8021"
SLOTS = 2

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def cinema() -> Cinema:
    return make_cinema()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(SLOTS) as pool:
        yield pool


@contextmanager
def no_payment_slot(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Slow payments have all permits. No request is sent to the provider."""
    monkeypatch.setattr(bulkhead, "_payments", Bulkhead(permits=SLOTS, queue=0))
    tables: tuple[type[Model], ...] = (Payment, DemoPayment, LedgerResult)
    before = [list(table._default_manager.order_by("pk").values()) for table in tables]
    with ExitStack() as stack:
        for _ in range(SLOTS):
            stack.enter_context(staying(pool, payment_permit))
        yield
        assert [list(table._default_manager.order_by("pk").values()) for table in tables] == before


def pay(api: Api, cinema: Cinema, card: str) -> Any:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"], "payment": {"card": card}}
    return api.post("/api/book-seat/", body)


def pending(api: Api, cinema: Cinema, card: str) -> str:
    """An order with an undecided payment. Returns the URL of the payment."""
    return f"/api/orders/{pay(api, cinema, card).json()['order']['secret']}/payment/"


def overdue() -> None:
    """The bank has decided, so a lookup would change the payment."""
    DemoPayment.objects.update(decided_at="2026-01-01T00:00:00Z")


def test_buying(api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"], "payment": {"card": GOOD}}
    with no_payment_slot(pool, monkeypatch), nothing_changes():
        assert_problem(api.post("/api/book-seat/", body), 503, "busy", "Busy")
    assert api.post("/api/book-seat/", body).status_code == 201


def test_looking_up_a_payment(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pending(api, cinema, LATE)
    overdue()
    with no_payment_slot(pool, monkeypatch), nothing_changes():
        answer = api.get(path)
        assert (answer.status_code, answer.json()["status"]) == (200, "PENDING"), "as far as it is known"
    assert api.get(path).json()["status"] == "BOOKED"


def test_completing_a_challenge(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pending(api, cinema, FURTHER_STEP)
    with no_payment_slot(pool, monkeypatch), nothing_changes():
        assert_problem(api.post(path, {"approve": True}), 503, "busy", "Busy")
    assert api.post(path, {"approve": True}).json()["status"] == "BOOKED"


def test_a_webhook(
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

    with no_payment_slot(pool, monkeypatch), nothing_changes():
        assert_problem(call(), 503, "busy", "Busy")
    assert_problem(call(), 503, "unavailable", "Unavailable")


def test_a_refund_leaves_the_provider_request_to_the_worker(
    api: Api, cinema: Cinema, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = Seller.objects.create(legal_name="Roxy Ltd")
    VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=60)
    secret = pay(api, cinema, GOOD).json()["order"]["secret"]
    with no_payment_slot(pool, monkeypatch):
        assert api.post(f"/api/orders/{secret}/refund/", {}).status_code == 200
    assert Refund.objects.get().status == RefundStatus.QUEUED
