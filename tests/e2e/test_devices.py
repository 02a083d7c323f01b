"""Browsers that lack newer functions, and devices whose clock is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

REMOVE_NEW_FUNCTIONS = """
for (const [of, name] of [
  [Map, "groupBy"], [Object, "groupBy"], [Promise, "withResolvers"], [Promise, "try"], [Array, "fromAsync"],
  [Array.prototype, "toSorted"], [Array.prototype, "toReversed"], [Array.prototype, "with"],
  [Set.prototype, "union"], [URL, "canParse"], [URL, "parse"], [AbortSignal, "any"],
]) delete of[name];
delete globalThis.Iterator;
"""
"""Deletes functions that Firefox 115 and Safari 16.4 lack."""

SHIFT_CLOCK = """
const real = Date.now.bind(Date);
const shift = DAYS * 24 * 3600 * 1000;
globalThis.Date = class extends Date {
  constructor(...given) { given.length ? super(...given) : super(real() + shift); }
  static now() { return real() + shift; }
};
"""


def test_app_runs_in_a_browser_without_new_functions(page: Page, day: str, show_id: int) -> None:
    page.add_init_script(REMOVE_NEW_FUNCTIONS)
    page.goto(f"/?date={day}")
    film = page.get_by_role("article").get_by_role("heading").get_by_role("link").first
    expect(film).to_be_visible()
    film.click()
    expect(page).to_have_url(re.compile(r"/film/\d+\?venue=\d+$"))
    expect(page.get_by_role("heading", name="Shows")).to_be_visible()
    page.goto(f"/show/{show_id}")
    expect(page.get_by_role("checkbox").first).to_be_visible()


@pytest.mark.parametrize("days", [-2, 2])
def test_today_is_correct_on_a_device_with_a_wrong_clock(page: Page, days: int) -> None:
    page.goto("/")
    picker = page.get_by_role("navigation", name="Day")
    # At night, the page opens on the next day.
    shown = [picker.get_by_role("link").filter(has_text="Today"), picker.locator("[aria-current=date]")]
    expect(shown[1]).to_be_visible()
    texts = [link.inner_text() for link in shown]
    page.add_init_script(SHIFT_CLOCK.replace("DAYS", str(days)))
    page.reload()
    for link, text in zip(shown, texts, strict=True):
        expect(link).to_have_text(re.compile(r"\s*".join(map(re.escape, text.split()))))


def test_failed_app_leaves_the_server_rendered_page(page: Page, show_id: int) -> None:
    page.add_init_script("delete Intl.NumberFormat;")
    page.goto(f"/show/{show_id}")
    expect(page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    expect(page.get_by_text("Price from")).to_be_visible()
