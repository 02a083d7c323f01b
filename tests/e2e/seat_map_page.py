"""Page object of the seat map."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass(frozen=True)
class SeatMapPage:
    """A page with a seat map. Seats are identified by name: `seat("G8")`."""

    page: Page

    def open(self, show_id: int) -> None:
        """Open a show's seat map and wait until the seats are visible."""
        self.page.goto(f"/show/{show_id}")
        self.seat("A1").wait_for()

    def seat(self, name: str) -> Locator:
        """Return a seat of a row that has one letter."""
        return self.page.locator(f'[role=checkbox][aria-label^="Row {name[0]} seat {name[1:]},"]')

    def hold(self, name: str) -> None:
        """Tap a seat and wait until it is held."""
        self.seat(name).click()
        self.page.locator(f'[aria-label^="Row {name[0]} seat {name[1:]},"][data-s=mine]').wait_for()
