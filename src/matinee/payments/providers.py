"""Which provider takes payments here."""

from decimal import Decimal
from functools import cache

from django.conf import settings

from matinee.payments.cash import Cash
from matinee.payments.demo import Demo
from matinee.payments.errors import NotSoldOnline
from matinee.payments.port import Provider


def online_provider_name() -> str | None:
    """Name the provider of online sales: Stripe where it is set up, else the demo, but never in production.

    None where tickets are sold over the counter alone.
    """
    if not settings.SELLS_ONLINE:
        return None
    if settings.STRIPE_SECRET_KEY:
        return "stripe"
    return None if settings.PRODUCTION else "demo"


def online_provider() -> Provider:
    """Give the provider of online sales.

    Raises: NotSoldOnline.
    """
    require_online_sales()
    return provider_named("stripe" if settings.STRIPE_SECRET_KEY else "demo")


def amount_for_form(provider: str | None, amount: Decimal, currency: str) -> int | None:
    """Give `amount` as the provider's own form in the browser counts it.

    None where the provider has no such form, or cannot charge amounts of so many digits.
    """
    if provider != "stripe":
        return None
    # The same half second as below.
    from matinee.payments.stripe_mapping import form_units

    return form_units(amount, currency)


def require_online_sales() -> None:
    """Raises: NotSoldOnline."""
    if online_provider_name() is None:
        raise NotSoldOnline


def may_issue_tickets(name: str) -> bool:
    """Tell whether a payment with this provider may pay for tickets: the demo's never does in production."""
    return not (name == "demo" and settings.PRODUCTION)


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
