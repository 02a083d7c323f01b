"""The visit as a calendar file (RFC 5545)."""

from datetime import UTC, date
from urllib.parse import urlsplit

from django.utils.translation import ngettext
from icalendar import Calendar, Event

from matinee.core.language import spoken_locale
from matinee.tickets.sheet import Sheet

PRODUCT = "-//Matinee//Tickets//"


def calendar_file(sheet: Sheet, *, url: str) -> bytes:
    """Give an `.ics` from the advertised start to the end of the film, in the venue's zone.

    In the language that is spoken now, as the sheet is. `url` is the order's page. The same order always
    gets the same UID, so that a second import is no second entry.
    """
    uid = f"{sheet.reference}@{urlsplit(url).hostname}"
    seats = ", ".join(f"{ticket.row}{ticket.number}" for ticket in sheet.tickets)
    visit = Event.new(
        uid=uid,
        stamp=sheet.sold_at.astimezone(UTC),
        start=sheet.starts_at,
        end=sheet.ends_at,
        summary=sheet.title,
        location=f"{sheet.venue}, {sheet.address}",
        description=ngettext(
            "%(hall)s, seat %(seats)s. Booking %(reference)s.",
            "%(hall)s, seats %(seats)s. Booking %(reference)s.",
            len(sheet.tickets),
        )
        % {"hall": sheet.hall, "seats": seats, "reference": sheet.reference},
        url=url,
    )
    product = PRODUCT + spoken_locale().language.upper()
    calendar = Calendar.new(method="PUBLISH", prodid=product, uid=uid, subcomponents=[visit])
    year = sheet.starts_at.year
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year + 2, 1, 1))
    file: bytes = calendar.to_ical()
    return file
