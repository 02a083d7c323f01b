"""Amounts with the currency's own number of digits (ISO 4217): decimal strings, and as people write them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from babel.numbers import format_currency, get_currency_precision, list_currencies
from django.core.exceptions import ValidationError

from matinee.core.language import spoken_locale

MAX_DIGITS, DECIMAL_PLACES = 12, 3
"""Wide enough for three-digit currencies (Kuwaiti dinar) and for prices in yen or rupiah."""


class Money(NamedTuple):
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """For the API."""
        return money_string(self.amount, self.currency)


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def money_string(amount: Decimal, currency: str) -> str:
    """Format `amount` for the API: `("12.5", "EUR")` gives `"12.50"`, `("1200", "JPY")` gives `"1200"`."""
    return str(amount.quantize(smallest_unit(currency), ROUND_HALF_UP))


def money_text(amount: Decimal, currency: str) -> str:
    """Write `amount` in the language that is spoken now: `"€12.50"`, in German `"12,50 €"`."""
    return format_currency(Decimal(money_string(amount, currency)), currency, locale=spoken_locale())


def validate_currency(code: str) -> None:
    """Refuse anything but an ISO 4217 code.

    Raises: ValidationError.
    """
    if code not in list_currencies():
        raise ValidationError("%(code)s is not an ISO 4217 currency code.", params={"code": code})
