"""Where elements are in the window, in CSS pixels."""

from playwright.sync_api import Locator


def box(locator: Locator) -> dict[str, float]:
    """Return the position, the size, and the right and lower edge of an element."""
    found = locator.bounding_box()
    assert found
    x, y, width, height = found["x"], found["y"], found["width"], found["height"]
    return {"x": x, "y": y, "width": width, "height": height, "bottom": y + height, "right": x + width}
