"""`make screens`: takes screenshots of every screen in every state for docs/screens, and writes an index.

Then records a booking for the README.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.database_server import CHECKOUT
from tests.screens.demo_site import DemoSite
from tests.screens.recording import record_booking
from tests.screens.run_demo_site import launch_browser, run_demo_site
from tests.screens.states import STATES

FOLDER = CHECKOUT / "docs/screens"
SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1440, 900), "counter": (1280, 720)}
"""The last one is that of the computers at the box office."""
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = {"phone": 160, "tablet": 220, "desktop": 400, "counter": 400}
"""Widths of the screenshots in the index, in CSS pixels."""
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
"""States with screenshots in all sizes. The others have the phone size only, to keep the folder small."""
STAFF = "staff-"
STAFF_IN_BOTH_SIZES = {
    "staff-today",
    "staff-orders",
    "staff-order",
    "staff-order-attention",
    "staff-order-refund",
    "staff-attendees",
    "staff-people",
}
"""States of the staff app with screenshots at the size of a phone, too."""
RECORDING = "booking"
TIMEOUT_MS = 20_000

FREEZE_COUNTDOWNS = """
() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (/^[0-5]:\\d\\d$/.test(text.data) && text.data > "1:00") text.data = "4:20";
    }
}
"""
"""Gives countdowns a constant value, so that another run does not change the screenshots."""


def main() -> None:
    """Take what is named on the command line: states, or "booking" for the recording. Else take all."""
    with run_demo_site() as demo_site, launch_browser() as browser:
        for name in sys.argv[1:] or [*STATES, RECORDING]:
            if name == RECORDING:
                record_booking(browser, demo_site, FOLDER / f"{RECORDING}.webp")
            else:
                for size in _sizes(name):
                    _take(browser, demo_site, name, size)
            print(name, flush=True)  # noqa: T201
    (FOLDER / "README.md").write_text(_index(), encoding="utf-8")


def _take(browser: Browser, demo_site: DemoSite, name: str, size: str) -> None:
    """Open a state in a window of this size. Take a screenshot in each colour scheme."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=demo_site.app.base_url,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    # The app uses the web font of the titles from the second visit on.
    page.goto("/", wait_until="networkidle")
    STATES[name](page, demo_site)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(FREEZE_COUNTDOWNS)
        _save(page, _path(name, size, theme))
    page.unroute_all(behavior="ignoreErrors")
    context.close()


def _sizes(name: str) -> list[str]:
    if name.startswith(STAFF):
        return ["phone", "counter"] if name in STAFF_IN_BOTH_SIZES else ["counter"]
    return ["phone", "tablet", "desktop"] if name in IN_ALL_SIZES else ["phone"]


def _path(name: str, size: str, theme: str) -> Path:
    return FOLDER / f"{size}-{theme}" / f"{name}.webp"


def _save(page: Page, path: Path) -> None:
    """Save a lossless WebP file, which is small because a screen has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    image.convert("RGB").save(path, "WEBP", lossless=True, method=6)


def _index() -> str:
    rows = [
        "# Every screen",
        "",
        "Taken by `make screens` on the running site with the demo's cinemas.",
    ]
    for name, open_state in STATES.items():
        paths = [_path(name, size, theme) for size in _sizes(name) for theme in THEMES]
        rows += ["", f"## {open_state.__doc__}", ""]
        rows += [
            f'<img src="{path.relative_to(FOLDER)}" width="{WIDTHS[path.parent.name.split("-")[0]]}" alt="">'
            for path in paths
        ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
