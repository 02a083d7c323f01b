"""Map Stripe's amounts, statuses and errors to ours: pure functions without requests."""

import re
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
"""Stripe counts them in hundredths but charges whole units only: 5 krónur are 500.

These lists are Stripe's (docs.stripe.com/currencies) and apply to amounts to and from Stripe only. With the
digits of the CLDR, 500 Serbian dinars would be charged as 5. All other amounts have the digits of
`core/money.py`.
"""

INTENT_FIELDS = {"payment_intent": "id", "charge": "payment_intent", "refund": "payment_intent"}
"""The field with the PaymentIntent's id, by type of an event's object."""

CODES = {
    "generic_decline": "card_declined",
    "payment_intent_authentication_failure": "authentication_failed",
    # The response must not reveal that a card is reported as stolen.
    "fraudulent": "card_declined",
    "lost_card": "card_declined",
    "merchant_blacklist": "card_declined",
    "pickup_card": "card_declined",
    "stolen_card": "card_declined",
}


def minor_units(amount: Decimal, currency: str) -> int:
    """Return the amount in Stripe's unit: `("12.50", "EUR")` is 1250, `("1200", "JPY")` is 1200.

    Raises: ProviderRefused, for an amount that Stripe can't charge, such as half a cent.
    """
    units = amount.scaleb(_decimal_places(currency))
    coarsest = 10 if currency in THOUSANDTHS else 100 if currency in HUNDREDS_ONLY else 1
    if units % coarsest:
        raise ProviderRefused(f"{amount} {currency} can't be charged by Stripe: it has too many digits.")
    return int(units)


def form_units(amount: Decimal, currency: str) -> int | None:
    """Return the amount in the unit of Stripe's form in the browser; None for a fraction of that unit.

    A single price need not be chargeable: two tickets at 8.505 dinars are charged as 17.010.
    """
    units = amount.scaleb(_decimal_places(currency))
    return None if units % 1 else int(units)


def main_units(units: int, currency: str) -> Decimal:
    """Return the decimal amount of Stripe's units. `currency` may have any case."""
    return Decimal(units).scaleb(-_decimal_places(currency.upper()))


def _decimal_places(currency: str) -> int:
    return 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2


def chosen_method(method: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the name and value of the parameter that confirms the payment, or None if it is invalid."""
    for name, prefix in (("confirmation_token", "ctoken_"), ("payment_method", "pm_")):
        value = method.get(name)
        if isinstance(value, str) and value.startswith(prefix):
            return name, value
    return None


def intent_result(intent: stripe.PaymentIntent) -> PaymentResult:
    """Return the result of a PaymentIntent. Its `latest_charge` must be expanded to know the card."""
    match intent.status:
        case "requires_capture":
            return Authorised(
                intent.id, main_units(intent.amount_capturable, intent.currency), _card_last4(intent)
            )
        case "succeeded":
            return Settled(
                intent.id, main_units(intent.amount_received, intent.currency), _card_last4(intent)
            )
        case "requires_action":
            return NeedsAction(intent.id, {"type": "stripe", "client_secret": intent.client_secret})
        case "processing":
            return Pending(intent.id)
        case "canceled":
            return Declined(intent.id, "cancelled", "The payment was cancelled.")
        case _:
            return _unpaid(intent)


def _card_last4(intent: stripe.PaymentIntent) -> str:
    """Return the last four digits of the card of the latest charge; empty if there is none.

    No unexpected value of Stripe may stop a sale.
    """
    details = getattr(intent.latest_charge, "payment_method_details", None)
    last4 = getattr(getattr(details, "card", None), "last4", None)
    return last4 if isinstance(last4, str) and re.fullmatch("[0-9]{4}", last4) else ""


def _unpaid(intent: stripe.PaymentIntent) -> Declined:
    error = intent.last_payment_error
    if error is None:
        return Declined(intent.id, "unpaid", "Nothing has been paid yet.")
    return declined_result(intent.id, error)


def declined_result(reference: str, error: Any) -> Declined:
    """Return the result of Stripe's error object: with the bank's reason if there is one, else Stripe's."""
    reason = getattr(error, "decline_code", None) or getattr(error, "code", None) or "card_declined"
    code = CODES.get(reason, reason)
    return Declined(reference, code, getattr(error, "message", None) or "The payment was declined.")


def refund_result(reference: str, refund: stripe.Refund) -> PaymentResult:
    """Return the result of a refund."""
    if refund.status == "succeeded":
        return Settled(reference, main_units(refund.amount, refund.currency))
    if refund.status in ("pending", "requires_action"):
        return Pending(reference)
    reason = getattr(refund, "failure_reason", None) or refund.status
    return Declined(reference, "refund_refused", f"The refund was refused: {reason}.")


def intent_named_by(event: stripe.Event) -> str | None:
    """Return the id of the PaymentIntent of an event, or None."""
    subject = event.data.object
    field = INTENT_FIELDS.get(subject["object"])
    return subject[field] if field and field in subject else None
