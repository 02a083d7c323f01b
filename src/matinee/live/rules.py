"""Pure functions: no database, no clock."""

from collections.abc import Mapping
from urllib.parse import urlsplit

Seats = Mapping[int, str]
"""The taken seats of a show: LOCKED or BOOKED by seat id."""

AVAILABLE = "AVAILABLE"
STANDARD_PORTS = {"http": 80, "https": 443}


def changed_seats(before: Seats, after: Seats) -> dict[int, str]:
    """Return the new status of each seat whose status changed (B1)."""
    changed = {seat: status for seat, status in after.items() if before.get(seat) != status}
    return changed | {seat: AVAILABLE for seat in before if seat not in after}


def is_same_site(*, origin: str, host: str, site_port: int) -> bool:
    """Whether a page of `origin` belongs to the site: the same host, at the requested port or the site's."""
    try:
        page, requested = urlsplit(origin), urlsplit(f"//{host}")
        page_port = page.port or STANDARD_PORTS.get(page.scheme)
        requested_port = requested.port or STANDARD_PORTS.get(page.scheme)
    except ValueError:
        return False
    same_host = (
        page.scheme in STANDARD_PORTS and page.hostname is not None and page.hostname == requested.hostname
    )
    return same_host and page_port in {site_port, requested_port}
