"""The calendar file of a visit (RFC 5545)."""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import ngettext
from icalendar import Calendar, Event, vCalAddress, vText
from icalendar.enums import STATUS

from matinee.core.language import current_locale
from matinee.tickets.plain_text import single_line
from matinee.tickets.sheet import Sheet

PRODUCT = "-//Matinee//Tickets//"


def calendar_file(sheet: Sheet, *, url: str, sequence: int, now: datetime) -> bytes:
    """Return an `.ics` file from the advertised start to the end of the film, with all times in UTC.

    An order has one UID. A calendar replaces the entry with this UID if `sequence` is higher. `url` is the
    order's page, and `now` is an aware datetime. If the visit is cancelled, the file cancels the entry.
    """
    uid = f"{sheet.reference}@{urlsplit(url).hostname}"
    visit = Event.new(
        uid=uid,
        stamp=now.astimezone(UTC),
        start=sheet.starts_at.astimezone(UTC),
        end=sheet.ends_at.astimezone(UTC),
        sequence=sequence,
        status=STATUS.CANCELLED if sheet.cancelled else STATUS.CONFIRMED,
        organizer=_organizer(sheet),
        summary=single_line(sheet.title),
        location=single_line(", ".join(filter(None, [sheet.venue, sheet.address]))),
        description=_description(sheet),
        url=url,
    )
    calendar = Calendar.new(
        method="CANCEL" if sheet.cancelled else "PUBLISH",
        prodid=PRODUCT + current_locale().language.upper(),
        uid=uid,
        subcomponents=[visit],
    )
    file: bytes = calendar.to_ical()
    return file


def _description(sheet: Sheet) -> str:
    seats = ", ".join(f"{ticket.row}{ticket.number}" for ticket in sheet.tickets)
    text = ngettext(
        "%(hall)s, seat %(seats)s. Booking %(reference)s.",
        "%(hall)s, seats %(seats)s. Booking %(reference)s.",
        len(sheet.tickets),
    )
    return single_line(text % {"hall": sheet.hall, "seats": seats, "reference": sheet.reference})


def _organizer(sheet: Sheet) -> vCalAddress:
    """Return the cinema with the sender address of its emails. Both methods require it (RFC 5546)."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(single_line(sheet.venue).replace('"', "'"))
    return organizer
