"""Horizontal scrolling of a page, which WCAG 1.4.10 and 1.4.4 exclude for narrow windows and large text."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

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
"""The elements that do not fit and have no scroll area of their own."""


def assert_no_horizontal_scroll(page: Page) -> None:
    """Fail with the elements that do not fit into the window."""
    assert not page.evaluate(SCROLLS), page.evaluate(OVERFLOWING)


@contextmanager
def double_text(page: Page) -> Iterator[None]:
    """Show text in double size."""
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    try:
        yield
    finally:
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
