"""Currencies that a venue can sell in: current legal tender (ISO 4217).

The number of digits is from CLDR, which browsers use too. The table is fixed here, because the database has a
copy (`currency_digits`): a library update must not change which prices are valid.
"""

from babel.numbers import get_territory_currencies
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CODES = {
    0: """
        AFN ALL BIF CLP DJF GNF IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PYG RSD RWF SOS
        SYP UGX VND VUV XAF XOF XPF YER
    """,
    2: """
        AED AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
        CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
        GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LKR LRD LSL MAD MDL
        MKD MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
        PLN QAR RON RUB SAR SBD SCR SDG SEK SGD SHP SLE SRD SSP STN SZL THB TJS TMT TOP TRY
        TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG ZAR ZMW ZWG
    """,
    3: """
        BHD JOD KWD LYD OMR TND
    """,
}

CODE_PATTERN = "^[A-Z]{3}$"
"""The form of a code. Old orders may have codes of former currencies."""

DIGITS = {code: digits for digits, codes in _CODES.items() for code in codes.split()}
"""Digits after the decimal point, by code."""


def usual_currency(country: str) -> str | None:
    """The currency that a form suggests for a country, from CLDR. None where it knows none of the table."""
    return next((code for code in get_territory_currencies(country) if code in DIGITS), None)


def validate_currency(code: str) -> None:
    """Reject a code that is not in the table.

    Raises: ValidationError.
    """
    if code not in DIGITS:
        raise ValidationError(_("%(code)s is not an ISO 4217 currency code."), params={"code": code})
