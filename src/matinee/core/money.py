"""Amounts with the currency's own number of digits (ISO 4217): decimal strings, and as people write them."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError

from matinee.core.currencies import DIGITS
from matinee.core.currencies import validate_currency as validate_currency
from matinee.core.language import current_locale

MAX_DIGITS, DECIMAL_PLACES = 12, 3
"""Wide enough for three-digit currencies (Kuwaiti dinar) and for prices in yen or rupiah."""

HIGHEST_AMOUNT = Decimal("9999999.999")
"""Of a price, a supplement or an adjustment; so that the total of an order fits its column."""

HIGHEST_TOTAL = Decimal("999999999.999")
"""Of an order: what its column holds. For PostgreSQL, NaN is more."""

HIGHEST_TAX_RATE = Decimal("99.99")
"""Per cent."""


class Money(NamedTuple):
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """For the API."""
        return money_string(self.amount, self.currency)


def digits_of(currency: str) -> int:
    """How many digits amounts have after the decimal point. Books may name a currency of former times."""
    return DIGITS[currency] if currency in DIGITS else get_currency_precision(currency)


@lru_cache
def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-digits_of(currency))


def money_string(amount: Decimal, currency: str) -> str:
    """Format `amount` for the API: `("12.5", "EUR")` gives `"12.50"`, `("1200", "JPY")` gives `"1200"`."""
    return str(amount.quantize(smallest_unit(currency), ROUND_HALF_UP))


def money_text(amount: Decimal, currency: str) -> str:
    """Write `amount` in the language that is spoken now: `"€12.50"`, in German `"12,50 €"`."""
    return format_currency(Decimal(money_string(amount, currency)), currency, locale=current_locale())


def validate_amount(amount: Decimal, currency: str) -> None:
    """Refuse an amount that the currency has no coins for: 8.505 EUR, 13.5 JPY; and one that no price has.

    Raises: ValidationError.
    """
    if not amount.is_finite() or abs(amount) > HIGHEST_AMOUNT:
        raise ValidationError("This amount is too large.", code="amount")
    if amount % smallest_unit(currency):
        raise ValidationError(
            "Amounts in %(currency)s have at most %(digits)d digits after the decimal point.",
            code="amount",
            params={"currency": currency, "digits": digits_of(currency)},
        )
