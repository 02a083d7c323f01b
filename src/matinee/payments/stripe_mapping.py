"""Stripe's words in ours: amounts, statuses, refusals. Nothing here calls anybody."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import stripe

from matinee.payments.errors import ProviderRefused
from matinee.payments.port import Authorised, Declined, NeedsAction, PaymentResult, Pending, Settled

WHOLE = {
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "JPY",
    "KMF",
    "KRW",
    "MGA",
    "PYG",
    "RWF",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
}
THOUSANDTHS = {"BHD", "JOD", "KWD", "OMR", "TND"}
HUNDREDS_ONLY = {"ISK", "UGX"}
"""Counted in hundredths, of which there are none: 5 krónur are 500.

These lists are Stripe's (docs.stripe.com/currencies), for amounts to and from Stripe. By the CLDR's digits, a
ticket for 500 Serbian dinars would be charged as 5. Amounts on screen and in the books have the digits of
`core/money.py`.
"""

INTENT_FIELDS = {"payment_intent": "id", "charge": "payment_intent", "refund": "payment_intent"}
"""Which field of an event's object names the PaymentIntent."""

CODES = {
    "generic_decline": "card_declined",
    "payment_intent_authentication_failure": "authentication_failed",
    # Whoever holds a stolen card isn't told that it is known to be stolen.
    "fraudulent": "card_declined",
    "lost_card": "card_declined",
    "merchant_blacklist": "card_declined",
    "pickup_card": "card_declined",
    "stolen_card": "card_declined",
}


def minor_units(amount: Decimal, currency: str) -> int:
    """Give the whole number that Stripe wants: `("12.50", "EUR")` is 1250, `("1200", "JPY")` 1200.

    Raises: ProviderRefused for an amount that Stripe can't charge, such as half a cent.
    """
    units = amount.scaleb(_decimal_places(currency))
    coarsest = 10 if currency in THOUSANDTHS else 100 if currency in HUNDREDS_ONLY else 1
    if units % coarsest:
        raise ProviderRefused(f"{amount} {currency} can't be charged by Stripe: it has too many digits.")
    return int(units)


def form_units(amount: Decimal, currency: str) -> int | None:
    """Give the whole number for Stripe's form in the browser; None for a fraction of what Stripe counts.

    A price need not be chargeable alone: two tickets at 8.505 dinars are charged as 17.010.
    """
    units = amount.scaleb(_decimal_places(currency))
    return None if units % 1 else int(units)


def main_units(units: int, currency: str) -> Decimal:
    """Give the decimal that Stripe's whole number means; Stripe writes currencies small."""
    return Decimal(units).scaleb(-_decimal_places(currency.upper()))


def _decimal_places(currency: str) -> int:
    return 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2


def chosen_method(method: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give the parameter and its value that confirm a payment with what the browser sent, or None."""
    for name, prefix in (("confirmation_token", "ctoken_"), ("payment_method", "pm_")):
        value = method.get(name)
        if isinstance(value, str) and value.startswith(prefix):
            return name, value
    return None


def intent_result(intent: stripe.PaymentIntent) -> PaymentResult:
    """How a PaymentIntent stands."""
    match intent.status:
        case "requires_capture":
            return Authorised(intent.id, main_units(intent.amount_capturable, intent.currency))
        case "succeeded":
            return Settled(intent.id, main_units(intent.amount_received, intent.currency))
        case "requires_action":
            return NeedsAction(intent.id, {"type": "stripe", "client_secret": intent.client_secret})
        case "processing":
            return Pending(intent.id)
        case "canceled":
            return Declined(intent.id, "cancelled", "The payment was cancelled.")
        case _:
            return _unpaid(intent)


def _unpaid(intent: stripe.PaymentIntent) -> Declined:
    error = intent.last_payment_error
    if error is None:
        return Declined(intent.id, "unpaid", "Nothing has been paid yet.")
    return declined_result(intent.id, error)


def declined_result(reference: str, error: Any) -> Declined:
    """Translate Stripe's error object: the bank's reason if there is one, else Stripe's."""
    reason = getattr(error, "decline_code", None) or getattr(error, "code", None) or "card_declined"
    code = CODES.get(reason, reason)
    return Declined(reference, code, getattr(error, "message", None) or "The payment was declined.")


def refund_result(reference: str, refund: stripe.Refund) -> PaymentResult:
    """How a refund stands."""
    if refund.status == "succeeded":
        return Settled(reference, main_units(refund.amount, refund.currency))
    if refund.status in ("pending", "requires_action"):
        return Pending(reference)
    reason = getattr(refund, "failure_reason", None) or refund.status
    return Declined(reference, "refund_refused", f"The refund was refused: {reason}.")


def intent_named_by(event: stripe.Event) -> str | None:
    """Give the id of the PaymentIntent that an event is about, or None."""
    about = event.data.object
    field = INTENT_FIELDS.get(about["object"])
    return about[field] if field and field in about else None
