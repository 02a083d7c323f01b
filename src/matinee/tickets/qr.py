"""The QR code of a ticket's code: black on white, independent of the page's colours."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

import segno
from django.utils.translation import gettext

QUIET_ZONE = 4
"""White modules on each side. Scanners need them to detect the code."""

PNG_PIXELS_PER_MODULE = 10


def qr_svg(code: str) -> bytes:
    """Return the QR code with its quiet zone as a scalable SVG document."""
    out = BytesIO()
    _symbol(code).save(
        out,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        omitsize=True,
        xmldecl=False,
        nl=False,
        title=gettext("Ticket"),
    )
    return out.getvalue()


def qr_png(code: str) -> bytes:
    """Return the QR code with its quiet zone as PNG, for mail programs that do not show SVG."""
    out = BytesIO()
    _symbol(code).save(out, kind="png", border=QUIET_ZONE, scale=PNG_PIXELS_PER_MODULE)
    return out.getvalue()


def qr_size(code: str) -> int:
    """Return the number of modules per side, without the quiet zone."""
    return len(_symbol(code).matrix)


def qr_dark_runs(code: str) -> Iterator[tuple[int, int, int]]:
    """Yield each horizontal run of dark modules as (column, row from the top, length)."""
    for y, row in enumerate(_symbol(code).matrix):
        start = 0
        for run in bytes(row).split(b"\x00"):
            if run:
                yield start, y, len(run)
            start += len(run) + 1


@lru_cache(maxsize=64)
def _symbol(code: str) -> segno.QRCode:
    """Medium error correction: the modules stay large, and a fold or a finger does not make it unreadable.

    A symbol takes milliseconds to calculate, and an email with its PDF needs each one three times.
    """
    return segno.make_qr(code, error="m", boost_error=False)
