"""The calendar file of an order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from matinee.tickets.calendar import calendar_file
from matinee.tickets.sheet import Sheet
from tests.ticket_sheet import PAGE_URL, SHEET

NOW = datetime(2026, 11, 21, 10, 30, 15, tzinfo=UTC)


def calendar_bytes(sheet: Sheet, sequence: int = 3) -> bytes:
    return calendar_file(sheet, url=PAGE_URL, sequence=sequence, now=NOW)


def event_of(sheet: Sheet) -> Event:
    (event,) = Calendar.from_ical(calendar_bytes(sheet)).events
    return event


def sheet_at(zone: str, start: datetime, minutes: int) -> Sheet:
    """A show from `start` in UTC, in the local time of a zone."""
    end = start + timedelta(minutes=minutes)
    return replace(SHEET, starts_at=start.astimezone(ZoneInfo(zone)), ends_at=end.astimezone(ZoneInfo(zone)))


def test_the_entry_lasts_from_the_advertised_start_to_the_end_of_the_film() -> None:
    lines = calendar_bytes(SHEET).decode().replace("\r\n ", "").split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Matinee//Tickets//EN",
        "METHOD:PUBLISH",
        "UID:K7PM2QXW@roxy.example",
        "BEGIN:VEVENT",
        "SUMMARY:The Cabinet of Dr. Caligari",
        "DTSTART:20261122T191500Z",
        "DTEND:20261122T230500Z",
        "DTSTAMP:20261121T103015Z",
        "UID:K7PM2QXW@roxy.example",
        "SEQUENCE:3",
        "DESCRIPTION:Hall 1\\, seats F12\\, F13. Booking K7PM2QXW.",
        "LOCATION:Roxy\\, 1 High Street\\, Testville",
        "ORGANIZER;CN=Roxy:mailto:matinee@localhost",
        "STATUS:CONFIRMED",
        f"URL:{PAGE_URL}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_cancelled_order_cancels_the_entry() -> None:
    calendar = Calendar.from_ical(calendar_bytes(replace(SHEET, cancelled=True), sequence=9))
    (event,) = calendar.events
    assert (calendar["METHOD"], event["STATUS"], event.sequence) == ("CANCEL", "CANCELLED", 9)
    assert event["UID"] == "K7PM2QXW@roxy.example"


def test_a_show_may_end_before_its_start_in_local_time() -> None:
    """When summer time ends: 02:20 summer time to 02:10 winter time."""
    sheet = sheet_at("Europe/Berlin", datetime(2026, 10, 25, 0, 20, tzinfo=UTC), 50)
    assert (f"{sheet.starts_at:%H:%M}", f"{sheet.ends_at:%H:%M}") == ("02:20", "02:10")
    event = event_of(sheet)
    assert (event.start, event.end) == (
        datetime(2026, 10, 25, 0, 20, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
    )


CHANGES = [
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 10, 24, 21, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, tzinfo=UTC)),
    ("Etc/GMT+12", datetime(2026, 12, 31, 12, tzinfo=UTC)),
]
"""A zone, and when its clocks change or its day does: by an hour, half an hour, a whole day."""


@given(st.sampled_from(CHANGES), st.integers(-300, 300), st.integers(1, 400))
def test_the_times_are_the_same_instants_in_every_zone(
    change: tuple[str, datetime], before: int, minutes: int
) -> None:
    zone, moment = change
    start = moment + timedelta(minutes=before)
    event = event_of(sheet_at(zone, start, minutes))
    assert (event.start, event.end) == (start, start + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("Me, Myself; and \\ Irene", "Me\\, Myself\\; and \\\\ Irene", "Me, Myself; and \\ Irene"),
        ("One\r\nBEGIN:VEVENT\rTwo\nThree", "One BEGIN:VEVENT Two Three", "One BEGIN:VEVENT Two Three"),
        ("A\x00B\x1bC\u2028D\u0085E", "ABC D E", "ABC D E"),
        ("שלום 千と千尋 😀", "שלום 千と千尋 😀", "שלום 千と千尋 😀"),
    ],
)
def test_texts_are_one_line_and_escaped(text: str, written: str, read: str) -> None:
    sheet = replace(SHEET, title=text, venue=text, address=text, hall=text)
    unfolded = calendar_bytes(sheet).replace(b"\r\n ", b"").decode()
    assert f"\r\nSUMMARY:{written}\r\n" in unfolded
    assert unfolded.count("BEGIN:VEVENT\r\n") == 1
    (event,) = Calendar.from_ical(calendar_bytes(sheet)).events
    assert (event["SUMMARY"], event["LOCATION"]) == (read, f"{read}, {read}")
    assert event["DESCRIPTION"] == f"{read}, seats F12, F13. Booking K7PM2QXW."


@given(st.text(), st.text())
def test_any_text_makes_a_calendar_with_one_entry(title: str, venue: str) -> None:
    event = event_of(replace(SHEET, title=title, venue=venue, hall=title, address=""))
    assert event["UID"] == "K7PM2QXW@roxy.example"
