"""Currencies that a venue can sell in: legal tender of today (ISO 4217).

The number of digits is CLDR's, which browsers format with as well. The table is fixed here, since the
database has it too (`currency_digits`): an update of a library must not change what fits a price.
"""

from django.core.exceptions import ValidationError

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
"""What a code looks like; books may have those of former times."""

DIGITS = {code: digits for digits, codes in _CODES.items() for code in codes.split()}
"""Digits after the decimal point, by code."""


def validate_currency(code: str) -> None:
    """Refuse anything but a currency of the table.

    Raises: ValidationError.
    """
    if code not in DIGITS:
        raise ValidationError("%(code)s is not an ISO 4217 currency code.", params={"code": code})
