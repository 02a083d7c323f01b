"""The browser supports every time zone and every currency that a venue may have."""

from playwright.sync_api import Page

from matinee.core.currencies import DIGITS
from matinee.core.time_zones import TIME_ZONES


def test_browser_supports_every_time_zone(page: Page) -> None:
    unknown = page.evaluate(
        """(zones) => zones.filter((timeZone) => {
            try { return !new Intl.DateTimeFormat("en", { timeZone }).format(0); } catch { return true; }
        })""",
        sorted(TIME_ZONES),
    )
    assert unknown == []
    assert set(page.evaluate("Intl.supportedValuesOf('timeZone')")) - {"America/Coyhaique"} <= TIME_ZONES


RECENT_CURRENCIES = {"SLE", "XCG", "ZWG"}
"""Currencies that exist since 2022. Older browsers show their code instead of a symbol."""


def test_browser_supports_every_currency(page: Page) -> None:
    assert set(DIGITS) - RECENT_CURRENCIES <= set(page.evaluate("Intl.supportedValuesOf('currency')"))
    for code in RECENT_CURRENCIES:
        options = {"style": "currency", "currency": code, "currencyDisplay": "code"}
        text = page.evaluate("options => new Intl.NumberFormat('en', options).format(12.5)", options)
        assert text == f"{code}\u00a012.50"
