"""Format and validate amounts with the number of digits of their currency (ISO 4217)."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.core.currencies import DIGITS
from matinee.core.currencies import validate_currency as validate_currency
from matinee.core.language import current_locale

MAX_DIGITS, DECIMAL_PLACES = 12, 3
"""Wide enough for three-digit currencies (Kuwaiti dinar) and for prices in yen or rupiah."""

HIGHEST_AMOUNT = Decimal("9999999.999")
"""Maximum of a price, a supplement or an adjustment, so that an order's total fits its column."""

HIGHEST_TOTAL = Decimal("999999999.999")
"""Maximum of an order's total: the range of its column. For PostgreSQL, NaN is greater."""

HIGHEST_TAX_RATE = Decimal("99.99")
"""Maximum, in per cent."""


class Money(NamedTuple):
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """Return the amount as the API sends it."""
        return money_string(self.amount, self.currency)


def digits_of(currency: str) -> int:
    """Return the number of digits after the decimal point. Old orders may have former currencies."""
    return DIGITS[currency] if currency in DIGITS else get_currency_precision(currency)


@lru_cache
def smallest_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-digits_of(currency))


def money_string(amount: Decimal, currency: str) -> str:
    """Format `amount` for the API: `("12.5", "EUR")` gives `"12.50"`, `("1200", "JPY")` gives `"1200"`."""
    return str(amount.quantize(smallest_unit(currency), ROUND_HALF_UP))


def money_text(amount: Decimal, currency: str) -> str:
    """Format `amount` in the active language: `"€12.50"`, in German `"12,50 €"`."""
    return format_currency(Decimal(money_string(amount, currency)), currency, locale=current_locale())


def validate_amount(amount: Decimal, currency: str) -> None:
    """Reject an amount with too many digits for its currency (8.505 EUR, 13.5 JPY) or above the maximum.

    Raises: ValidationError.
    """
    if not amount.is_finite() or abs(amount) > HIGHEST_AMOUNT:
        raise ValidationError(_("This amount is too large."), code="amount")
    if amount % smallest_unit(currency):
        raise ValidationError(
            _("Amounts in %(currency)s have at most %(digits)d digits after the decimal point."),
            code="amount",
            params={"currency": currency, "digits": digits_of(currency)},
        )
