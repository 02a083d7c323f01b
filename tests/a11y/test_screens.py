"""Accessibility of every screen in every state: axe, valid HTML, zoom, large text, reduced motion."""

import pytest

from tests.a11y.axe import ALL, COLOURS, violations
from tests.a11y.conftest import DESKTOP, PHONE, Screen
from tests.screens.html import html_validate, w3c_errors

NARROWEST = (320, 740)
"""The width of a 1280-pixel window at 400 per cent zoom (WCAG 1.4.10)."""

HAS_HORIZONTAL_SCROLL = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

OVERFLOWING = """
() => {
    const scrolls = one => one !== null
        && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
    return [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter(one => !one.closest(".visually-hidden, svg") && !scrolls(one.parentElement))
        .map(one => one.tagName + " " + one.className + ": " + one.textContent.slice(0, 60));
}
"""

MOVING = """
() => [
    ...document.getAnimations()
        .filter(one => one.playState === "running" && one.effect.getComputedTiming().activeDuration > 10)
        .map(one => "animation of " + (one.effect.target?.className ?? "?")),
    ...[...document.querySelectorAll("*")]
        .filter(one => getComputedStyle(one).transitionDuration.split(",")
            .some(seconds => parseFloat(seconds) > 0.01))
        .map(one => "transition of " + one.tagName + " " + one.className),
]
"""


@pytest.mark.parametrize(
    ("size", "theme", "rules"),
    [
        pytest.param(PHONE, "light", ALL, id="phone-light"),
        pytest.param(PHONE, "dark", COLOURS, id="phone-dark", marks=pytest.mark.screens),
        pytest.param(DESKTOP, "light", COLOURS, id="desktop-light", marks=pytest.mark.screens),
        pytest.param(DESKTOP, "dark", ALL, id="desktop-dark", marks=pytest.mark.screens),
    ],
)
def test_axe_reports_no_violation(
    screen: Screen, size: tuple[int, int], theme: str, rules: dict[str, list[str]]
) -> None:
    screen.set_viewport(size=size, theme=theme)
    found = violations(screen.page, rules)
    assert found == [], f"{screen.name}, {size[0]} wide, {theme}:\n" + "\n".join(found)


def test_html_is_valid(screen: Screen) -> None:
    assert html_validate({screen.name: screen.page.content()}) == []


@pytest.mark.screens
def test_w3c_checker_reports_no_error(screen: Screen) -> None:
    assert w3c_errors({screen.name: screen.page.content()}) == []


def test_narrow_window_has_no_horizontal_scroll(screen: Screen) -> None:
    screen.set_viewport(size=NARROWEST)
    overflowing = screen.page.evaluate(OVERFLOWING)
    assert not screen.page.evaluate(HAS_HORIZONTAL_SCROLL), f"{screen.name} at 320: {overflowing}"


def test_text_of_double_size_has_no_horizontal_scroll(screen: Screen) -> None:
    screen.set_viewport()
    screen.page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    overflowing = screen.page.evaluate(OVERFLOWING)
    scrolls = screen.page.evaluate(HAS_HORIZONTAL_SCROLL)
    screen.page.evaluate("document.documentElement.style.removeProperty('font-size')")
    assert not scrolls, f"{screen.name} with large text: {overflowing}"


def test_reduced_motion_has_no_animation(screen: Screen) -> None:
    screen.set_viewport()
    assert screen.page.evaluate(MOVING) == [], screen.name
