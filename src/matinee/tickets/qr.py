"""A ticket's code as a QR code: black on white, whatever the page around it looks like."""

from collections.abc import Iterator
from io import BytesIO

import segno
from django.utils.translation import gettext

QUIET_ZONE = 4
"""White modules on each side, without which scanners don't see a code."""

PNG_PIXELS_PER_MODULE = 10


def qr_svg(code: str) -> bytes:
    """Draw the code with its quiet zone as an SVG document that takes any size."""
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
    """Draw the code with its quiet zone as a PNG, for mail programs that don't show SVG."""
    out = BytesIO()
    _symbol(code).save(out, kind="png", border=QUIET_ZONE, scale=PNG_PIXELS_PER_MODULE)
    return out.getvalue()


def qr_size(code: str) -> int:
    """Count the modules on a side, without the quiet zone."""
    return len(_symbol(code).matrix)


def qr_dark_runs(code: str) -> Iterator[tuple[int, int, int]]:
    """Give each stretch of dark modules as (column, row from the top, length)."""
    for y, row in enumerate(_symbol(code).matrix):
        start = 0
        for stretch in bytes(row).split(b"\x00"):
            if stretch:
                yield start, y, len(stretch)
            start += len(stretch) + 1


def _symbol(code: str) -> segno.QRCode:
    """Coarse modules first: medium correction outlives a thumb or a fold, and capitals pack tightly."""
    return segno.make_qr(code, error="m", boost_error=False)
