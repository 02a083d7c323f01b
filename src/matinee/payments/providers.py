"""Select the payment provider."""

from decimal import Decimal
from functools import cache

from django.conf import settings

from matinee.payments.cash import Cash
from matinee.payments.demo import Demo
from matinee.payments.errors import NotSoldOnline
from matinee.payments.port import Provider


def online_provider_name() -> str | None:
    """Return the name of the provider of online sales: `stripe` if it is configured, else `demo`.

    None if tickets are sold over the counter only. The demo is never used in production.
    """
    if not settings.SELLS_ONLINE:
        return None
    if settings.STRIPE_SECRET_KEY:
        return "stripe"
    return None if settings.PRODUCTION else "demo"


def online_provider() -> Provider:
    """Return the provider of online sales.

    Raises: NotSoldOnline.
    """
    require_online_sales()
    return provider_named("stripe" if settings.STRIPE_SECRET_KEY else "demo")


def amount_for_form(provider: str | None, amount: Decimal, currency: str) -> int | None:
    """Return `amount` in the unit of the provider's payment form in the browser.

    None if the provider has no such form, or cannot charge an amount with so many digits.
    """
    if provider != "stripe":
        return None
    # As in `_stripe`: importing Stripe takes half a second.
    from matinee.payments.stripe_mapping import form_units

    return form_units(amount, currency)


def require_online_sales() -> None:
    """Check that tickets are sold online. Raises: NotSoldOnline."""
    if online_provider_name() is None:
        raise NotSoldOnline


def may_issue_tickets(name: str) -> bool:
    """Return whether a payment of this provider may pay for tickets. The demo's may not in production."""
    return not (name == "demo" and settings.PRODUCTION)


def provider_named(name: str) -> Provider:
    """Return the provider `demo`, `stripe` or `cash`.

    Raises: LookupError.
    """
    if name == "stripe":
        return _stripe(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET)
    providers: dict[str, type[Provider]] = {"demo": Demo, "cash": Cash}
    return providers[name]()


@cache
def _stripe(secret_key: str, webhook_secret: str) -> Provider:
    # The import takes half a second, so an installation without Stripe does not make it.
    from matinee.payments.stripe import Stripe

    return Stripe(secret_key=secret_key, webhook_secret=webhook_secret)
