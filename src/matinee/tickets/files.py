"""A ticket's files. Their libraries are loaded when somebody wants one, not at every start."""

from datetime import datetime

from matinee.tickets.sheet import Sheet


def tickets_pdf(sheet: Sheet) -> bytes:
    """Give the tickets to print."""
    from matinee.tickets import pdf

    return pdf.tickets_pdf(sheet)


def calendar_file(sheet: Sheet, *, url: str, sequence: int, now: datetime) -> bytes:
    """Give the calendar's entry."""
    from matinee.tickets import calendar

    return calendar.calendar_file(sheet, url=url, sequence=sequence, now=now)


def qr_svg(code: str) -> bytes:
    """Give the code as a picture."""
    from matinee.tickets import qr

    return qr.qr_svg(code)
