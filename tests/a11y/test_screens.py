"""Every screen in every state on a phone: axe, valid HTML, zoom, large text, reduced motion."""

import pytest

from tests.a11y.axe import violations
from tests.a11y.conftest import Screen
from tests.a11y.overflow import assert_no_horizontal_scroll, double_text
from tests.screens.html import html_validate, w3c_errors

NARROWEST = (320, 740)
"""The width of a 1280-pixel window at 400 per cent zoom (WCAG 1.4.10)."""

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


def test_axe_reports_no_violation(screen: Screen) -> None:
    screen.show()
    assert violations(screen.page) == [], screen.name


def test_html_is_valid(screen: Screen) -> None:
    assert html_validate({screen.name: screen.page.content()}) == []


@pytest.mark.screens
def test_w3c_checker_reports_no_error(screen: Screen) -> None:
    assert w3c_errors({screen.name: screen.page.content()}) == []


def test_narrow_window_has_no_horizontal_scroll(screen: Screen) -> None:
    screen.show(size=NARROWEST)
    assert_no_horizontal_scroll(screen.page)


def test_text_of_double_size_has_no_horizontal_scroll(screen: Screen) -> None:
    screen.show()
    with double_text(screen.page):
        assert_no_horizontal_scroll(screen.page)


def test_reduced_motion_has_no_animation(screen: Screen) -> None:
    screen.show()
    assert screen.page.evaluate(MOVING) == [], screen.name
