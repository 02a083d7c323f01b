"""The files of a ticket. Their libraries are imported on first use, not at every start."""

from datetime import datetime

from matinee.tickets.sheet import Sheet


def tickets_pdf(sheet: Sheet) -> bytes:
    """Return the tickets as PDF."""
    from matinee.tickets import pdf

    return pdf.tickets_pdf(sheet)


def calendar_file(sheet: Sheet, *, url: str, sequence: int, now: datetime) -> bytes:
    """Return the calendar file."""
    from matinee.tickets import calendar

    return calendar.calendar_file(sheet, url=url, sequence=sequence, now=now)


def qr_svg(code: str) -> bytes:
    """Return the QR code as SVG."""
    from matinee.tickets import qr

    return qr.qr_svg(code)
