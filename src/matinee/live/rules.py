"""Decisions that need neither database nor clock."""

from collections.abc import Mapping
from urllib.parse import urlsplit

Seats = Mapping[int, str]
"""The taken seats of a show: LOCKED or BOOKED, by seat."""

AVAILABLE = "AVAILABLE"
STANDARD_PORTS = {"http": 80, "https": 443}


def difference(before: Seats, after: Seats) -> dict[int, str]:
    """Give the seats whose status changed, with the new one (B1)."""
    changed = {seat: status for seat, status in after.items() if before.get(seat) != status}
    return changed | {seat: AVAILABLE for seat in before if seat not in after}


def is_our_page(*, origin: str, host: str, site_port: int) -> bool:
    """Tell whether a page of `origin` is ours: on the host that was asked, at its port or the site's."""
    try:
        page, asked = urlsplit(origin), urlsplit(f"//{host}")
        page_port = page.port or STANDARD_PORTS.get(page.scheme)
        asked_port = asked.port or STANDARD_PORTS.get(page.scheme)
    except ValueError:
        return False
    ours = page.scheme in STANDARD_PORTS and page.hostname is not None and page.hostname == asked.hostname
    return ours and page_port in {site_port, asked_port}
