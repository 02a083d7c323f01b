"""Which provider takes payments here."""

from decimal import Decimal
from functools import cache

from django.conf import settings

from matinee.payments.cash import Cash
from matinee.payments.demo import Demo
from matinee.payments.port import Provider


def default_provider() -> Provider:
    """Give Stripe where the operator has set it up, else the demo."""
    return provider_named(default_provider_name())


def default_provider_name() -> str:
    """The name of the provider that new payments are made with."""
    return "stripe" if settings.STRIPE_SECRET_KEY else "demo"


def amount_for_form(provider: str, amount: Decimal, currency: str) -> int | None:
    """Give `amount` as the provider's own form in the browser counts it.

    None where the provider has no such form, or cannot charge amounts of so many digits.
    """
    if provider != "stripe":
        return None
    # The same half second as below.
    from matinee.payments.stripe_terms import form_units

    return form_units(amount, currency)


def provider_named(name: str) -> Provider:
    """Give the provider that a payment was made with: `demo`, `stripe` or `cash`.

    Raises: LookupError.
    """
    if name == "stripe":
        return _stripe(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET)
    without_account: dict[str, type[Provider]] = {"demo": Demo, "cash": Cash}
    return without_account[name]()


@cache
def _stripe(secret_key: str, webhook_secret: str) -> Provider:
    # Half a second that a cinema without Stripe need not wait at every start.
    from matinee.payments.stripe import Stripe

    return Stripe(secret_key=secret_key, webhook_secret=webhook_secret)
