"""Records a booking on a phone for the README: two seats are held, paid, and become tickets."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.e2e.checkout_page import ACCEPTED, pay_button
from tests.e2e.seat_map_page import SeatMapPage
from tests.screens.demo_site import DemoSite

WIDTH, HEIGHT, SCALE = 360, 740, 1.5
QUALITY = 80
MAX_BYTES = 1_500_000

MARK_TAP = """
([x, y]) => {
    const mark = document.createElement("div");
    mark.id = "tap";
    Object.assign(mark.style, {
        position: "fixed", left: `${x - 20}px`, top: `${y - 20}px`, width: "40px", height: "40px",
        borderRadius: "50%", border: "2px solid white", background: "rgb(0 0 0 / 40%)", zIndex: 9999,
    });
    document.body.append(mark);
}
"""


@dataclass
class Recording:
    """Pictures of a page, each with the time for which it is shown, in milliseconds."""

    page: Page
    pictures: list[Image.Image] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def show(self, milliseconds: int) -> None:
        """Add a picture of the page as it is now."""
        picture = self.page.screenshot(animations="disabled", caret="hide")
        self.pictures.append(Image.open(BytesIO(picture)).convert("RGB"))
        self.times.append(milliseconds)

    def tap(self, target: Locator) -> None:
        """Show where the finger is, then tap."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box
        self.page.evaluate(MARK_TAP, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
        self.show(500)
        self.page.evaluate("document.getElementById('tap').remove()")
        target.tap()

    def type(self, target: Locator, text: str) -> None:
        """Type in a few steps."""
        for end in range(4, len(text) + 4, 4):
            target.fill(text[:end])
            self.show(120)

    def save(self, path: Path) -> None:
        """Write an animated WebP file that repeats. Raises: AssertionError if it is too large."""
        first, *others = self.pictures
        first.save(
            path,
            "WEBP",
            save_all=True,
            append_images=others,
            duration=self.times,
            loop=0,
            quality=QUALITY,
            method=6,
            minimize_size=True,
        )
        assert path.stat().st_size <= MAX_BYTES, f"{path} has {path.stat().st_size} bytes"


def record_booking(browser: Browser, demo_site: DemoSite, path: Path) -> None:
    """Book two seats and save the recording."""
    context = browser.new_context(
        base_url=demo_site.app.base_url,
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=SCALE,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    page = context.new_page()
    # The app uses the web font of the titles from the second visit on.
    page.goto("/", wait_until="networkidle")
    _book(Recording(page), demo_site).save(path)
    context.close()


def _book(recording: Recording, demo_site: DemoSite) -> Recording:
    page, seat_map = recording.page, SeatMapPage(recording.page)
    seat_map.open(demo_site.schedule_show())
    recording.show(1200)
    for name in ("F8", "F9"):
        recording.tap(seat_map.seat(name))
        page.locator(f'[aria-label^="Row {name[0]} seat {name[1:]},"][data-s=mine]').wait_for()
        recording.show(800)
    recording.tap(page.get_by_role("link", name="Continue"))
    page.get_by_label("Card number").wait_for()
    recording.show(800)
    recording.type(page.get_by_label("Email"), "ada@example.org")
    recording.type(page.get_by_label("Card number"), ACCEPTED)
    recording.tap(pay_button(page))
    page.get_by_role("img", name="QR code").nth(1).wait_for()
    page.evaluate("scrollTo(0, 0)")
    recording.show(3000)
    return recording
