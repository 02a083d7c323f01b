"""A test harness per provider: its cards, its customer, and access to its ledger."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from time import monotonic, sleep
from typing import Any, NamedTuple, Protocol

import httpx
from django.db.models import F

from matinee.payments.cash import Cash
from matinee.payments.demo import Demo, complete_challenge
from matinee.payments.models import CashPayment, DemoPayment, LedgerPayment, Status
from matinee.payments.port import Authorised, NeedsAction, Pending, Provider, Settled
from matinee.payments.stripe import Stripe
from tests.live_app import NO_TLS

APPROVED, DECLINED, WITHOUT_FUNDS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 9995"
EXPIRED, CHALLENGED, CHALLENGED_TOO = "4000 0000 0000 0069", "4000 0025 0000 3155", "4000 0000 0000 3220"
REFUND_REFUSED = "4000 0000 0000 5126"

AUTH = ("sk_test_of_the_tests", "")
WEBHOOK_SECRET = "whsec_of_the_tests"  # noqa: S105


class LedgerAmounts(NamedTuple):
    """The amounts of a payment in the provider's ledger."""

    reserved: Decimal
    taken: Decimal
    returned: Decimal


class ProviderHarness(Protocol):
    """The functions that a test needs in addition to the port."""

    @property
    def provider(self) -> Provider: ...

    def method(self, card: str) -> dict[str, Any]:
        """The data from the browser for this card."""

    def ledger_amounts(self, reference: str) -> LedgerAmounts: ...


class CardProviderHarness(ProviderHarness, Protocol):
    """The functions that a test needs for a provider with cards."""

    @property
    def late_result(self) -> type[Authorised | Settled]:
        """The final result of a delayed payment."""

    def late_method(self) -> dict[str, Any]:
        """A payment method with the result Pending."""

    def decide(self, reference: str) -> None:
        """Let the delay of a delayed result pass."""

    def lost_response_method(self) -> dict[str, Any]:
        """A payment method that reserves the money and loses the response."""

    def complete(self, step: NeedsAction, *, approve: bool) -> None:
        """Complete or fail the challenge."""


def _ledger_amounts_of(payment: LedgerPayment) -> LedgerAmounts:
    reserved = payment.amount if payment.status == Status.RESERVED else Decimal(0)
    return LedgerAmounts(reserved, payment.captured, payment.refunded)


class CashHarness:
    """The provider `cash`."""

    provider = Cash()

    def method(self, card: str) -> dict[str, Any]:  # noqa: ARG002 - cash has no card
        return {}

    def ledger_amounts(self, reference: str) -> LedgerAmounts:
        return _ledger_amounts_of(CashPayment.objects.get(pk=reference))


class DemoHarness:
    """The provider `demo`. Its time passes by moving its rows into the past."""

    provider = Demo()
    late_result: type[Authorised | Settled] = Authorised

    def method(self, card: str) -> dict[str, Any]:
        return {"card": card}

    def ledger_amounts(self, reference: str) -> LedgerAmounts:
        return _ledger_amounts_of(DemoPayment.objects.get(pk=reference))

    def late_method(self) -> dict[str, Any]:
        return self.method("4000 0000 0000 8021")

    def decide(self, reference: str) -> None:
        DemoPayment.objects.filter(pk=reference).update(decided_at=F("decided_at") - timedelta(minutes=1))

    def lost_response_method(self) -> dict[str, Any]:
        return self.method("4000 0000 0000 8005")

    def complete(self, step: NeedsAction, *, approve: bool) -> None:
        complete_challenge(step.reference, approve=approve)


@dataclass(frozen=True)
class StripeHarness:
    """The browser's side of Stripe's test double, over HTTP."""

    address: str
    late_result: type[Authorised | Settled] = Settled

    @property
    def provider(self) -> Stripe:
        return Stripe(secret_key=AUTH[0], webhook_secret=WEBHOOK_SECRET, address=self.address)

    def method(self, card: str) -> dict[str, Any]:
        return {"confirmation_token": self._token({"type": "card", **_card_fields(card)})}

    def ledger_amounts(self, reference: str) -> LedgerAmounts:
        intent = self._get(f"payment_intents/{reference}?expand[0]=latest_charge")
        charge = intent["latest_charge"]
        # The test double records the amount that is not captured as a refund.
        uncaptured = intent["amount"] - intent["amount_received"]
        returned = charge["amount_refunded"] - uncaptured if intent["amount_received"] else 0
        amounts = (intent["amount_capturable"], intent["amount_received"], returned)
        return LedgerAmounts(*(Decimal(cents).scaleb(-2) for cents in amounts))

    def late_method(self) -> dict[str, Any]:
        iban = {"type": "sepa_debit", "sepa_debit[iban]": "DE89370400440532013000"}
        return {"confirmation_token": self._token(iban)}

    def decide(self, reference: str) -> None:
        until = monotonic() + 10
        while isinstance(self.provider.look_up(reference), Pending) and monotonic() < until:
            sleep(0.05)

    def lost_response_method(self) -> dict[str, Any]:
        method = self.method(APPROVED)
        httpx.post(f"{self.address}/_config/drop", verify=NO_TLS).raise_for_status()
        return method

    def complete(self, step: NeedsAction, *, approve: bool) -> None:
        secret = step.action["client_secret"]
        outcome = {"client_secret": secret, "success": str(approve).lower()}
        self._post(f"payment_intents/{step.reference}/_authenticate", outcome)

    def _token(self, fields: dict[str, str]) -> str:
        method = self._post("payment_methods", fields)["id"]
        token: str = self._post("test_helpers/confirmation_tokens", {"payment_method": method})["id"]
        return token

    def _post(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        response = httpx.post(
            f"{self.address}/v1/{path}", data=fields, auth=AUTH, verify=NO_TLS
        ).raise_for_status()
        found: dict[str, Any] = response.json()
        return found

    def _get(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = (
            httpx.get(f"{self.address}/v1/{path}", auth=AUTH, verify=NO_TLS).raise_for_status().json()
        )
        return found


def _card_fields(card: str) -> dict[str, str]:
    fields = {"number": card.replace(" ", ""), "exp_month": "12", "exp_year": "2030", "cvc": "123"}
    return {f"card[{name}]": value for name, value in fields.items()}
