"""The PDF and the QR code of the tickets."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from matinee.catalogue.models import Movie
from matinee.tickets.codes import format_short_code
from matinee.tickets.pdf import tickets_pdf
from matinee.tickets.qr import QUIET_ZONE, qr_dark_runs, qr_png, qr_size, qr_svg
from matinee.tickets.services import NewTicket, issue_tickets
from matinee.tickets.sheet import Sheet, SheetTicket, sheet_of
from matinee.venues.models import Venue
from tests.cinema import make_cinema
from tests.qr_codes import scanned
from tests.ticket_sheet import BERLIN, SHEET

pytestmark = pytest.mark.slow


def pages(pdf: bytes) -> Iterator[tuple[str, Image.Image]]:
    """Return each page as the lines of its text and as an image with 200 dots per inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded(), page.render(scale=200 / 72).to_pil()
    finally:
        document.close()


def test_every_ticket_has_a_page_with_its_code() -> None:
    printed = list(pages(tickets_pdf(SHEET)))
    assert [scanned(image) for _, image in printed] == [[ticket.code] for ticket in SHEET.tickets]
    assert [image.size for _, image in printed] == [(827, 1166)] * 2


def test_a_page_contains_the_details_for_the_door() -> None:
    text, _ = [*pages(tickets_pdf(SHEET))][1]
    expected = [
        "Roxy",
        "1 High Street, Testville",
        "The Cabinet of Dr. Caligari",
        "PG-13 · 2D · German, English subtitles",
        "20:15 Sunday 22 November 2026",
        "Film 20:35 · ends 00:05",
        "HALL",
        "Hall 1",
        "ROW",
        "F",
        "SEAT",
        "13",
        "CODE",
        SHEET.tickets[1].short_code,
        "TICKET 2 OF 2",
        "Adult",
        "PRICE, ALL IN",
        "€15.00",
        "BOOKING",
        "K7PM2QXW",
        "WHOLE BOOKING",
        "€27.00",
        "Show this code at the door of Hall 1, on paper or on a bright",
        "screen. It lets one person in, once. If it can't be read, the letters",
        "and digits under “code” do as well.",
    ]
    # The PDF reader guesses the line ends, so white space is ignored.
    assert "".join(text.split()) == "".join("".join(expected).split())


@pytest.mark.parametrize("long", ["W" * 200, "word " * 60, "Großer Saal – Balkon links"])
def test_long_names_cover_no_other_text(long: str) -> None:
    crowded = replace(SHEET, title=long, hall=long, venue=long, address=long, languages=long, rating=long)
    (text, image), _ = pages(tickets_pdf(crowded))
    assert scanned(image) == [SHEET.tickets[0].code]
    assert {"F", "12", SHEET.tickets[0].short_code, "K7PM2QXW"} <= set(text.split("\r\n"))
    assert image.getpixel((820, 500)) == (250, 247, 242)


@settings(max_examples=25)
@given(title=st.text(max_size=40), hall=st.text(max_size=20))
def test_titles_in_all_scripts_give_a_ticket(title: str, hall: str) -> None:
    (_, image), _ = pages(tickets_pdf(replace(SHEET, title=title, hall=hall)))
    assert scanned(image) == [SHEET.tickets[0].code]


def test_the_qr_code_has_large_modules_and_a_quiet_zone() -> None:
    code = SHEET.tickets[0].code
    assert qr_size(code) == 41
    image = Image.open(BytesIO(qr_png(code)))
    assert scanned(image) == [code]
    assert image.size == (490, 490)
    assert QUIET_ZONE * 10 == 40
    assert image.convert("L").crop((0, 0, 490, 40)).getextrema() == (255, 255)


def test_the_runs_and_the_svg_draw_the_same_code() -> None:
    code = SHEET.tickets[0].code
    drawn = Image.new("L", (410, 410), 255)
    for column, row, length in qr_dark_runs(code):
        drawn.paste(0, (column * 10, row * 10, (column + length) * 10, (row + 1) * 10))
    image = Image.open(BytesIO(qr_png(code))).convert("L").crop((40, 40, 450, 450))
    assert drawn.tobytes() == image.tobytes()
    svg = qr_svg(code).decode()
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 49 49"')
    assert "#fff" in svg


@pytest.mark.django_db
def test_a_sheet_uses_the_venues_time_zone() -> None:
    cinema = make_cinema()
    cinema.show.audio_language, cinema.show.subtitle_language = "pt-BR", "xx-unknown"
    cinema.show.save()
    Venue.objects.update(country="DE")
    Movie.objects.update(ratings={"DE": "12"})
    new_tickets = [NewTicket(cinema.seats[1], cinema.child, Decimal(8))]
    (ticket,) = issue_tickets(show=cinema.show, currency="EUR", new_tickets=new_tickets)
    sheet = sheet_of(reference="K7PM2QXW", total=Decimal(8), tickets=[ticket])
    show = cinema.show
    assert sheet == Sheet(
        reference="K7PM2QXW",
        venue=cinema.venue.name,
        address="1 High Street, Testville",
        hall="Hall 1",
        title=cinema.movie.title,
        rating="FSK 12",
        format="2D",
        languages="Portuguese (Brazil), xx-unknown subtitles",
        starts_at=show.starts_at,
        feature_starts_at=show.feature_starts_at,
        ends_at=show.ends_at,
        tickets=[SheetTicket("A", 2, "Child", "€8.00", ticket.code, format_short_code(ticket.short_code))],
        total="€8.00",
    )
    zones = {moment.tzinfo for moment in (sheet.starts_at, sheet.feature_starts_at, sheet.ends_at)}
    assert zones == {BERLIN}
