"""A person who uses the mouse, and one who uses the keyboard alone. Both do the same work."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_keyboard import go_to


class Mouse:
    """Clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Activate a link or a button."""
        target.click()

    def tick(self, target: Locator) -> None:
        """Tick a checkbox."""
        target.check()

    def type(self, target: Locator, text: str) -> None:
        """Replace the text of a field."""
        target.fill(text)

    def open_first_result(self, target: Locator) -> None:
        """Open a result of the search, after typing."""
        target.click()


class Keyboard(Mouse):
    """Reaches everything with Tab, with a visible focus on the way."""

    def press(self, target: Locator) -> None:
        """Activate a link or a button."""
        go_to(self.page, target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Tick a checkbox."""
        self._focus(target)
        self.page.keyboard.press("Space")

    def type(self, target: Locator, text: str) -> None:
        """Replace the text of a field."""
        self._focus(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def open_first_result(self, target: Locator) -> None:
        """Open a result of the search, after typing: down into the results, then Enter."""
        target.wait_for()
        self.page.keyboard.press("ArrowDown")
        expect(target).to_be_focused()
        self.page.keyboard.press("Enter")

    def _focus(self, target: Locator) -> None:
        target.wait_for()
        if not target.evaluate("element => element === document.activeElement"):
            go_to(self.page, target)
