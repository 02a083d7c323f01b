"""POST /api/payments/stripe/webhook/."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from matinee.checkout.models import Payment
from tests.api.client import Api, assert_invalid, assert_problem
from tests.cinema import Cinema

PATH = "/api/payments/stripe/webhook/"
SECRET = "whsec_of_the_tests"  # noqa: S105
EVENT = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "data": {"object": {"id": "pi_of_another_shop", "object": "payment_intent"}},
    }
).encode()

pytestmark = pytest.mark.django_db


@pytest.fixture
def pending_payment(api: Api, cinema: Cinema) -> Payment:
    """A pending payment."""
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"], "payment": {"card": "4000000000008021"}}
    assert api.post("/api/book-seat/", body).status_code == 202
    return Payment.objects.get()


@pytest.fixture
def stripe(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"  # noqa: S105
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def signature(body: bytes, *, at: float, secret: str = SECRET) -> str:
    """Sign as Stripe does."""
    stamp = str(int(at))
    mark = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={mark}"


def call(api: Api, body: bytes = EVENT, **headers: str) -> Any:
    return api.send("POST", PATH, body, "application/json; charset=utf-8", **headers)


def test_webhook_without_stripe_is_not_found(api: Api) -> None:
    response = call(api, Stripe_Signature=signature(EVENT, at=time.time()))
    assert_problem(response, 404, "not-found", "Not found")


@pytest.mark.usefixtures("stripe")
def test_an_empty_secret_signs_nothing(api: Api, settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    response = call(api, Stripe_Signature=signature(EVENT, at=time.time(), secret=""))
    assert_problem(response, 404, "not-found", "Not found")


@pytest.mark.usefixtures("stripe")
class TestConfigured:
    """The webhook with Stripe configured."""

    def test_signed_event_is_accepted_repeatedly(self, api: Api) -> None:
        for _ in range(2):
            response = call(api, Stripe_Signature=signature(EVENT, at=time.time()))
            assert (response.status_code, response.json()) == (200, {})

    @pytest.mark.parametrize(
        ("body", "mark"),
        [
            (EVENT, lambda: ""),
            (EVENT, lambda: "t=1,v1=00"),
            (EVENT, lambda: "nonsense"),
            (EVENT, lambda: signature(EVENT, at=time.time(), secret="another")),  # noqa: S106
            (EVENT, lambda: signature(EVENT, at=time.time() - 3600)),
            (EVENT + b" ", lambda: signature(EVENT, at=time.time())),
            (b"", lambda: signature(EVENT, at=time.time())),
            (b"\xff{", lambda: signature(b"\xff{", at=time.time())),
        ],
    )
    def test_wrong_signature(self, api: Api, body: bytes, mark: Callable[[], str]) -> None:
        assert_invalid(call(api, body, Stripe_Signature=mark()), "Stripe-Signature")

    def test_no_signature_at_all(self, api: Api) -> None:
        assert_invalid(call(api), "Stripe-Signature")

    def test_too_large(self, api: Api) -> None:
        assert_problem(call(api, b"x" * 65_537), 413, "too-large", "Request too large")

    def test_config_contains_the_publishable_key(self, api: Api) -> None:
        config = api.get("/api/config/").json()
        assert (config["payment_provider"], config["stripe_publishable_key"]) == (
            "stripe",
            "pk_test_of_the_tests",
        )


def test_event_fails_if_stripe_is_unreachable(
    api: Api,
    pending_payment: Payment,
    stripe: None,  # noqa: ARG001 - for its settings
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    Payment.objects.filter(pk=pending_payment.pk).update(provider="stripe", reference="pi_1")
    body = EVENT.replace(b"pi_of_another_shop", b"pi_1")
    response = call(api, body, Stripe_Signature=signature(body, at=time.time()))
    assert_problem(response, 503, "unavailable", "Unavailable")
    assert response["Retry-After"] == "1"
