"""The browser knows every time zone and every currency that a venue may have."""

from playwright.sync_api import Page

from matinee.core.currencies import DIGITS
from matinee.core.time_zones import TIME_ZONES


def test_the_browser_formats_times_in_every_time_zone(page: Page) -> None:
    unknown = page.evaluate(
        """(zones) => zones.filter((timeZone) => {
            try { return !new Intl.DateTimeFormat("en", { timeZone }).format(0); } catch { return true; }
        })""",
        sorted(TIME_ZONES),
    )
    assert unknown == []
    assert set(page.evaluate("Intl.supportedValuesOf('timeZone')")) - {"America/Coyhaique"} <= TIME_ZONES


YOUNG = {"SLE", "XCG", "ZWG"}
"""Currencies since 2022: older browsers show the code instead of the symbol."""


def test_the_browser_knows_every_currency(page: Page) -> None:
    assert set(DIGITS) - YOUNG <= set(page.evaluate("Intl.supportedValuesOf('currency')"))
    for code in YOUNG:
        how = {"style": "currency", "currency": code, "currencyDisplay": "code"}
        written = page.evaluate("how => new Intl.NumberFormat('en', how).format(12.5)", how)
        assert written == f"{code}\u00a012.50"
