"""Which provider takes payments here."""

from functools import cache

from django.conf import settings

from matinee.payments.cash import Cash
from matinee.payments.demo import Demo
from matinee.payments.port import Provider


def default_provider() -> Provider:
    """Give Stripe where the operator has set it up, else the demo."""
    return provider_named("stripe" if settings.STRIPE_SECRET_KEY else "demo")


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
