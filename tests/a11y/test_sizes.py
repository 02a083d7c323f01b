"""Every screen in every size, theme and language: no horizontal scroll, and no violation that axe finds."""

import pytest

from tests.a11y.axe import ALL, COLOURS, violations
from tests.a11y.conftest import Screen
from tests.a11y.overflow import assert_no_horizontal_scroll, double_text

pytestmark = pytest.mark.screens

SIZES = {
    "phone": (360, 740),
    "landscape": (740, 360),
    "tablet": (768, 1024),
    "desktop": (1440, 900),
    "wide": (1920, 1080),
}

FOUR_HUNDRED_PER_CENT = (320, 256)
"""A window of 1280 × 1024 at 400 per cent zoom (WCAG 1.4.10)."""

language = pytest.mark.parametrize("language", ["en", "de"])
size = pytest.mark.parametrize("size", SIZES)


@pytest.mark.parametrize(
    ("theme", "language", "rules"),
    [
        pytest.param("light", "en", ALL, id="light-en"),
        pytest.param("light", "de", ALL, id="light-de"),
        pytest.param("dark", "en", COLOURS, id="dark"),
    ],
)
@size
def test_axe_reports_no_violation(
    screen: Screen, size: str, theme: str, language: str, rules: dict[str, list[str]]
) -> None:
    screen.show(size=SIZES[size], theme=theme, language=language)
    assert violations(screen.page, rules) == []


@language
@size
def test_page_has_no_horizontal_scroll(screen: Screen, size: str, language: str) -> None:
    screen.show(size=SIZES[size], language=language)
    assert_no_horizontal_scroll(screen.page)


@language
def test_zoom_of_400_per_cent_has_no_horizontal_scroll(screen: Screen, language: str) -> None:
    screen.show(size=FOUR_HUNDRED_PER_CENT, language=language)
    assert_no_horizontal_scroll(screen.page)


@language
@size
def test_text_of_double_size_has_no_horizontal_scroll(screen: Screen, size: str, language: str) -> None:
    screen.show(size=SIZES[size], language=language)
    with double_text(screen.page):
        assert_no_horizontal_scroll(screen.page)
