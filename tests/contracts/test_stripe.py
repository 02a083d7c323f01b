"""Provider `stripe`: network errors, webhooks, amounts and messages for the customer."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import httpx
import pytest
import stripe

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import (
    Authorised,
    Declined,
    InvalidWebhook,
    NeedsAction,
    Settled,
    Unreachable,
    WebhookEvent,
)
from matinee.payments.stripe import Stripe
from matinee.payments.stripe_mapping import form_units, intent_result, main_units, minor_units
from tests.contracts.harnesses import APPROVED, AUTH, CHALLENGED, WEBHOOK_SECRET, LedgerAmounts, StripeHarness
from tests.contracts.paying import Payment
from tests.contracts.test_contract import NOTHING, PRICE, decline

STOLEN = "4000 0000 0000 9979"


@contextmanager
def listener(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port, in a thread of this process."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Quiet(BaseHTTPRequestHandler):
    """Reads a request and logs nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        pass

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def respond(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def at(address: str, secret_key: str = AUTH[0], timeout: tuple[float, float] = (5, 5)) -> Stripe:
    return Stripe(secret_key=secret_key, webhook_secret=WEBHOOK_SECRET, address=address, timeout=timeout)


def call_everything(provider: Stripe) -> Iterator[tuple[str, Any]]:
    charge = Payment.charge_of(PRICE, "EUR", {"confirmation_token": "ctoken_1"})
    yield "begin", lambda: provider.begin(charge, key="k")
    yield "authorise", lambda: provider.authorise("pi_1", charge, key="k")
    yield "capture", lambda: provider.capture("pi_1", amount=PRICE, currency="EUR", key="k")
    yield "cancel", lambda: provider.cancel("pi_1", key="k")
    yield "refund", lambda: provider.refund("pi_1", amount=PRICE, currency="EUR", key="k")
    yield "look up", lambda: provider.look_up("pi_1")


def all_raise(provider: Stripe, error: type[Exception]) -> None:
    for name, call in call_everything(provider):
        with pytest.raises(Unreachable) as raised:
            call()
        assert type(raised.value) is error, name


def test_a_refused_connection() -> None:
    with listener(Quiet) as address:
        pass
    all_raise(at(address), Unreachable)


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"{}"), (503, b"<html>"), (429, b"{}"), (409, b"{}"), (200, b"<")]
)
def test_an_invalid_response_is_unreachable(status: int, body: bytes) -> None:
    class Broken(Quiet):
        def do_POST(self) -> None:
            self.body()
            self.respond(status, json.dumps({"error": {"message": "no"}}).encode() if body == b"{}" else body)

        do_GET = do_POST  # noqa: N815

    with listener(Broken) as address:
        all_raise(at(address), Unreachable)


def test_a_slow_response_times_out() -> None:
    ended = Event()

    class Slow(Quiet):
        def do_GET(self) -> None:
            ended.wait(10)

    with listener(Slow) as address:
        provider = at(address, timeout=(0.2, 0.2))
        with pytest.raises(Unreachable):
            provider.look_up("pi_1")
        ended.set()


def test_a_wrong_secret_key_is_an_error_of_the_operator(
    stripe_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    all_raise(at(stripe_address, secret_key="wrong"), ProviderRefused)  # noqa: S106
    errors = [line.getMessage() for line in caplog.records if line.levelname == "ERROR"]
    assert errors == ["Stripe refused a call: Unauthorized"] * 6


@pytest.mark.parametrize(
    "method",
    [
        {},
        {"confirmation_token": "ctoken_unknown"},
        {"confirmation_token": 1},
        {"payment_method": "pm_unknown"},
        {"payment_method": "../refunds"},
    ],
)
def test_an_invalid_method_is_declined(stripe_harness: StripeHarness, method: dict[str, Any]) -> None:
    payment = Payment(stripe_harness.provider)
    assert decline(payment.authorise(method)) == (payment.reference, "invalid_method")
    assert decline(payment.look_up()) == (payment.reference, "unpaid")


def test_a_confirmation_token_is_valid_once(stripe_harness: StripeHarness) -> None:
    method = stripe_harness.method(APPROVED)
    first, second = Payment(stripe_harness.provider), Payment(stripe_harness.provider)
    assert first.authorise(method) == Authorised(first.reference, PRICE)
    assert decline(second.authorise(method)) == (second.reference, "invalid_method")


def test_a_payment_method_can_confirm(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    assert payment.authorise({"payment_method": "pm_card_visa"}) == Authorised(payment.reference, PRICE)


def test_an_account_at_a_bank_is_no_card(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    payment.authorise(stripe_harness.late_method())
    stripe_harness.decide(payment.reference)
    result = payment.look_up()
    assert isinstance(result, Settled)
    assert result.card_last4 == ""


@pytest.mark.parametrize("last4", [None, 4242, "", "42424", "٤٢٤٢", "424\n"])
def test_unexpected_digits_of_a_card_are_left_out(last4: Any) -> None:
    intent = stripe.PaymentIntent.construct_from(
        {
            "id": "pi_1",
            "status": "requires_capture",
            "amount_capturable": 1250,
            "currency": "eur",
            "latest_charge": {"payment_method_details": {"card": {"last4": last4}}},
        },
        "key",
    )
    result = intent_result(intent)
    assert isinstance(result, Authorised)
    assert (result, result.card_last4) == (Authorised("pi_1", PRICE), "")


def test_without_a_return_url_no_redirect_method_is_offered(stripe_harness: StripeHarness) -> None:
    provider = stripe_harness.provider
    charge = replace(Payment.charge_of(PRICE, "EUR", stripe_harness.method(APPROVED)), return_url="")
    reference = provider.begin(charge, key=uuid4().hex)
    assert provider.authorise(reference, charge, key=uuid4().hex) == Authorised(reference, PRICE)


def test_an_error_repeated_by_stripe_contains_its_cause(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    assert decline(payment.capture()) == (payment.reference, "unpaid")
    payment.authorise(stripe_harness.method(APPROVED))
    assert payment.capture() == Settled(payment.reference, PRICE)
    assert stripe_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, NOTHING)


def test_a_stolen_card_gets_a_generic_decline(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    result = payment.authorise(stripe_harness.method(STOLEN))
    assert result == Declined(payment.reference, "card_declined", "Your card was declined.")


def test_a_challenge_contains_the_data_for_stripes_script(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    step = payment.authorise(stripe_harness.method(CHALLENGED))
    intent = httpx.get(f"{stripe_harness.address}/v1/payment_intents/{payment.reference}", auth=AUTH).json()
    assert step == NeedsAction(
        payment.reference, {"type": "stripe", "client_secret": intent["client_secret"]}
    )
    assert intent["metadata"] == {"order": "ABC123"}


def test_an_expired_stripe_key_still_refunds_once(stripe_harness: StripeHarness) -> None:
    payment = Payment(stripe_harness.provider)
    payment.authorise(stripe_harness.method(APPROVED))
    payment.capture()
    first = payment.refund("5", "refund")
    httpx.post(f"{stripe_harness.address}/_config/forget_keys").raise_for_status()
    assert payment.refund("5", "refund") == first == Settled(payment.reference, Decimal(5))
    assert payment.capture() == Settled(payment.reference, PRICE)
    assert stripe_harness.ledger_amounts(payment.reference) == LedgerAmounts(NOTHING, PRICE, Decimal(5))


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("12.50", "EUR", 1250),
        ("0.01", "USD", 1),
        ("1200", "JPY", 1200),
        ("1.250", "KWD", 1250),
        ("500", "RSD", 50_000),
        ("500", "ISK", 50_000),
        ("15000", "UGX", 1_500_000),
        ("99999999.99", "EUR", 9_999_999_999),
    ],
)
def test_amounts_are_in_stripes_units(amount: str, currency: str, units: int) -> None:
    assert minor_units(Decimal(amount), currency) == units
    assert main_units(units, currency.lower()) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.005", "EUR"), ("10.5", "JPY"), ("1.255", "KWD"), ("10.5", "ISK"), ("10.5", "UGX")],
)
def test_amounts_that_stripe_cannot_charge_are_rejected(amount: str, currency: str) -> None:
    with pytest.raises(ProviderRefused):
        minor_units(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("2000", "ISK", 200_000), ("12.50", "EUR", 1250), ("8.505", "KWD", 8505), ("0.005", "EUR", None)],
)
def test_the_browsers_form_uses_the_same_units(amount: str, currency: str, units: int | None) -> None:
    assert form_units(Decimal(amount), currency) == units


@pytest.fixture
def webhooks(stripe_harness: StripeHarness) -> Iterator[Queue[tuple[bytes, str]]]:
    """The webhooks of Stripe's test double: bodies and signatures."""
    came: Queue[tuple[bytes, str]] = Queue()

    class Receiver(Quiet):
        def do_POST(self) -> None:
            came.put((self.body(), self.headers["Stripe-Signature"]))
            self.respond(200)

    with listener(Receiver) as address:
        config = {"url": address, "secret": WEBHOOK_SECRET}
        httpx.post(f"{stripe_harness.address}/_config/webhooks/tests", json=config).raise_for_status()
        yield came


def webhook_about(webhooks: "Queue[tuple[bytes, str]]", name: str, payment: Payment) -> tuple[bytes, str]:
    """Wait for this event of this payment. Other events may arrive first."""
    while True:
        body, signature = webhooks.get(timeout=10)
        event = json.loads(body)
        about = event["data"]["object"]
        if event["type"] == name and payment.reference in (about["id"], about.get("payment_intent")):
            return body, signature


def test_webhooks_name_the_changed_payment(
    stripe_harness: StripeHarness, webhooks: "Queue[tuple[bytes, str]]"
) -> None:
    payment, other = Payment(stripe_harness.provider), Payment(stripe_harness.provider)
    read = stripe_harness.provider.read_webhook
    payment.authorise(stripe_harness.method(APPROVED))
    reserved = webhook_about(webhooks, "payment_intent.amount_capturable_updated", payment)
    assert read(*reserved) == read(*reserved) == WebhookEvent(payment.reference)
    payment.capture()
    payment.refund("5", "refund")
    assert read(*webhook_about(webhooks, "charge.refunded", payment)) == WebhookEvent(payment.reference)
    other.cancel()
    assert read(*webhook_about(webhooks, "payment_intent.canceled", other)) == WebhookEvent(other.reference)


BODY = json.dumps({"object": "event", "data": {"object": {"object": "payment_intent", "id": "pi_1"}}})


def signed(body: str, secret: str = WEBHOOK_SECRET, timestamp: int | None = None) -> str:
    header: str = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp)
    return header


def test_a_signed_webhook_is_read(stripe_harness: StripeHarness) -> None:
    assert stripe_harness.provider.read_webhook(BODY.encode(), signed(BODY)) == WebhookEvent("pi_1")


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        (BODY.encode(), lambda: signed(BODY, "whsec_of_somebody_else")),
        (BODY.replace("pi_1", "pi_2").encode(), lambda: signed(BODY)),
        (BODY.encode(), lambda: signed(BODY, timestamp=1_700_000_000)),
        (BODY.encode(), lambda: ""),
        (BODY.encode(), lambda: "v1"),
        (BODY.encode(), lambda: "t=1,v1=é"),
        (b"\xff", lambda: "t=1,v1=00"),
        (b"not json", lambda: signed("not json")),
    ],
)
def test_an_unsigned_stripe_webhook_is_rejected(
    stripe_harness: StripeHarness, body: bytes, sign: Callable[[], str]
) -> None:
    with pytest.raises(InvalidWebhook):
        stripe_harness.provider.read_webhook(body, sign())


@pytest.mark.parametrize(
    "about",
    [{"object": "customer", "id": "cus_1"}, {"object": "charge", "id": "ch_1", "payment_intent": None}],
)
def test_a_webhook_about_another_subject_is_ignored(
    stripe_harness: StripeHarness, about: dict[str, Any]
) -> None:
    body = json.dumps({"object": "event", "data": {"object": about}})
    assert stripe_harness.provider.read_webhook(body.encode(), signed(body)) is None
