"""`make screens`: a picture of every screen in every state for docs/screens, and a page with all of them."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.database_server import CHECKOUT
from tests.screens.demo_site import House
from tests.screens.run_demo_site import open_browser, open_house
from tests.screens.states import STATES

FOLDER = CHECKOUT / "docs/screens"
SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1440, 900)}
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = {"phone": 160, "tablet": 220, "desktop": 400}
"""On the page that shows all, in CSS pixels."""
IN_ALL_SIZES = {
    "whats-on",
    "whats-on-filters",
    "film",
    "seats-held",
    "seats-lost-race",
    "seats-list",
    "seats-sections",
    "seats-sold-out",
    "checkout-filled",
    "checkout-extension",
    "paying-challenge",
    "ticket",
    "find",
    "not-found",
}
"""The others are pictured on a phone, to keep the folder small."""
PATIENCE_MS = 20_000

STILL_CLOCKS = """
() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (/^[0-5]:\\d\\d$/.test(text.data) && text.data > "1:00") text.data = "4:20";
    }
}
"""
"""Countdowns always say the same, so that another run changes no picture for nothing."""


def main() -> None:
    """Take all pictures, or those of the states that are named on the command line."""
    with open_house() as house, open_browser() as browser:
        for name in sys.argv[1:] or STATES:
            for size in _sizes(name):
                _take(browser, house, name, size)
            print(name, flush=True)  # noqa: T201
    (FOLDER / "README.md").write_text(_page(), encoding="utf-8")


def _take(browser: Browser, house: House, name: str, size: str) -> None:
    """Go to a state with a window of this size, and take it in all colour schemes."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=house.app.base_url,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    # The titles' font is used from the second visit on.
    page.goto("/", wait_until="networkidle")
    STATES[name](page, house)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(STILL_CLOCKS)
        _save(page, _path(name, size, theme))
    page.unroute_all(behavior="ignoreErrors")
    context.close()


def _sizes(name: str) -> list[str]:
    return list(SIZES) if name in IN_ALL_SIZES else ["phone"]


def _path(name: str, size: str, theme: str) -> Path:
    return FOLDER / f"{size}-{theme}" / f"{name}.webp"


def _save(page: Page, path: Path) -> None:
    """Without loss, and small: a screen has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    picture.convert("RGB").save(path, "WEBP", lossless=True, method=6)


def _page() -> str:
    rows = [
        "# Every screen",
        "",
        "Made by `make screens` on the running site with the demo's cinemas.",
    ]
    for name, reach in STATES.items():
        pictures = [_path(name, size, theme) for size in _sizes(name) for theme in THEMES]
        rows += ["", f"## {reach.__doc__}", ""]
        rows += [
            f'<img src="{path.relative_to(FOLDER)}" width="{WIDTHS[path.parent.name.split("-")[0]]}" alt="">'
            for path in pictures
        ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
