"""The port to payment providers: the requests of the checkout and their results.

No HTTP request, form or model crosses this port. Amounts are decimals in the currency's main unit. Every call
that may move money has an idempotency key: a repeated call with the same key has no further effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol


@dataclass(frozen=True)
class Charge:
    """The amount to pay, the order and the payment method."""

    order: str
    """The order's reference, as the customer and the provider's records know it."""
    amount: Decimal
    currency: str
    method: Mapping[str, Any]
    """The `payment` object from the browser. Each provider documents its own."""
    return_url: str = ""
    """Where the customer returns after an action on another site."""


@dataclass(frozen=True)
class Authorised:
    """The money is reserved. `capture` takes it and `cancel` releases it."""

    reference: str
    amount: Decimal
    card_last4: str = field(default="", compare=False)
    """The last four digits of the card; empty without a card. Results that move the same money are equal."""


@dataclass(frozen=True)
class Settled:
    """The money has moved: taken by a charge or capture, or returned by a refund."""

    reference: str
    amount: Decimal
    card_last4: str = field(default="", compare=False)
    """As in `Authorised`; empty for a refund."""


@dataclass(frozen=True)
class Declined:
    """No money has moved and none is reserved. After a cancellation the code is `cancelled`."""

    reference: str
    code: str
    """Stable, such as `card_declined`, `insufficient_funds`, `expired_card`, `cancelled`."""
    message: str
    """For the customer."""


@dataclass(frozen=True)
class NeedsAction:
    """The customer has to act first, such as for 3-D Secure."""

    reference: str
    action: Mapping[str, Any]
    """JSON for the browser: `type`, and the data of that type."""


@dataclass(frozen=True)
class Pending:
    """The provider has not decided yet: look it up later."""

    reference: str


PaymentResult = Authorised | Settled | Declined | NeedsAction | Pending


@dataclass(frozen=True)
class WebhookEvent:
    """A webhook: this payment has changed. Look up how."""

    reference: str


class Unreachable(Exception):
    """The result is unknown: look it up, or repeat the call with the same key."""


class InvalidWebhook(Exception):
    """The webhook has no valid signature or no valid content."""


class Provider(Protocol):
    """A payment provider. Every call may raise Unreachable, and none is made inside a transaction."""

    name: str

    def begin(self, charge: Charge, *, key: str) -> str:
        """Create a payment and return the provider's reference. No money is reserved yet.

        The reference is saved before `authorise`, so that its result can be looked up even after a crash.
        """

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:
        """Reserve the money, or take it if the method has no reservation.

        After Declined the payment may be authorised again with another method and another key.
        """

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Take reserved money: Settled, Pending, or Declined if the reservation has ended."""

    def cancel(self, reference: str, *, key: str) -> PaymentResult:
        """Release reserved money: Declined with `cancelled`, Settled if it was taken already, or Pending."""

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Refund taken money, in part or in full: Settled, Pending or Declined."""

    def look_up(self, reference: str) -> PaymentResult:
        """Return the current result of a payment."""

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:
        """Verify a webhook and return its payment, or None for another subject. Raises: InvalidWebhook."""
