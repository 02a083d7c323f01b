"""What the checkout asks of a payment provider, and what it may answer.

No HTTP request, form or model crosses this port. Amounts are decimals in the currency's main unit. Every call
that may move money carries a key: the same call under the same key happens once, however often it is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol


@dataclass(frozen=True)
class Charge:
    """What is to be paid, for what, and by which means."""

    order: str
    """The order's reference: what the customer and the provider's books call it."""
    amount: Decimal
    currency: str
    method: Mapping[str, Any]
    """What the browser sent as `payment`; each provider documents its own."""
    return_url: str = ""
    """Where the customer comes back to after a further step elsewhere."""


@dataclass(frozen=True)
class Authorised:
    """The money is reserved; capturing moves it, cancelling lets it go."""

    reference: str
    amount: Decimal


@dataclass(frozen=True)
class Settled:
    """The money has moved: taken by a charge or capture, given back by a refund."""

    reference: str
    amount: Decimal


@dataclass(frozen=True)
class Declined:
    """Nothing moved and nothing is reserved. After a cancellation the code is `cancelled`."""

    reference: str
    code: str
    """Stable, such as `card_declined`, `insufficient_funds`, `expired_card`, `cancelled`."""
    message: str
    """For the customer."""


@dataclass(frozen=True)
class NeedsAction:
    """The customer has to do something first, such as 3-D Secure."""

    reference: str
    action: Mapping[str, Any]
    """JSON for the browser: `type`, and what that type needs."""


@dataclass(frozen=True)
class Pending:
    """The provider has it and has not decided: ask again later."""

    reference: str


PaymentResult = Authorised | Settled | Declined | NeedsAction | Pending


@dataclass(frozen=True)
class WebhookEvent:
    """What a webhook told: something about this payment changed. What, is looked up."""

    reference: str


class Unreachable(Exception):
    """No answer came, so what happened is unknown: look it up, or ask again under the same key."""


class InvalidWebhook(Exception):
    """A webhook that the provider did not sign."""


class Provider(Protocol):
    """One way to pay. All calls raise Unreachable, and none is made inside a transaction."""

    name: str

    def begin(self, charge: Charge, *, key: str) -> str:
        """Have the provider name a payment; nothing is reserved yet. The reference goes into our books first,
        so that whatever happens in `authorise` can be looked up, even after a crash.
        """

    def authorise(self, reference: str, charge: Charge, *, key: str) -> PaymentResult:
        """Reserve the money, or take it where the method knows no reserving. After Declined the same payment
        may be tried again with another method, under another key.
        """

    def capture(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Take reserved money: Settled, Pending, or Declined when the reservation is gone."""

    def cancel(self, reference: str, *, key: str) -> PaymentResult:
        """Let reserved money go: Declined with `cancelled`; Settled when it was taken already."""

    def refund(self, reference: str, *, amount: Decimal, currency: str, key: str) -> PaymentResult:
        """Give taken money back, in part or whole: Settled, Pending or Declined."""

    def look_up(self, reference: str) -> PaymentResult:
        """How a payment stands now."""

    def read_webhook(self, body: bytes, signature: str) -> WebhookEvent | None:
        """What a webhook is about; None when it does not concern payments of ours. Raises: BadNotice."""
