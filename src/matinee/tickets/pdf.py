"""Tickets to print or to keep: one page each, the size of a postcard."""

from io import BytesIO

from django.utils.translation import gettext, pgettext
from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from matinee.core.language import spoken_locale
from matinee.core.times import clock_time, day_and_year
from matinee.tickets.lettering import BOLD, REGULAR, draw, fitting, tidy, width, wrapped
from matinee.tickets.qr import qr_dark_runs, qr_size
from matinee.tickets.sheet import Sheet, SheetTicket

PAGE_WIDTH, PAGE_HEIGHT = A6
MARGIN = 8 * mm
ROOM = PAGE_WIDTH - 2 * MARGIN
PAPER, INK, MUTED, ACCENT = map(HexColor, ("#FAF7F2", "#1B1A17", "#645D52", "#0E5A63"))
QR_SIDE = 42 * mm
CODE_TOP = PAGE_HEIGHT - 80 * mm


def tickets_pdf(sheet: Sheet) -> bytes:
    """Draw a page per ticket: film, time, place, the code for the door, and what to do there.

    In the language that is spoken now, as the sheet is.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=A6, lang=spoken_locale().language, invariant=1)
    canvas.setTitle(tidy(_title(sheet)))
    canvas.setAuthor(tidy(sheet.venue))
    canvas.setSubject(gettext("Cinema tickets %(reference)s") % {"reference": sheet.reference})
    canvas.setCreator("Matinee")
    for position, ticket in enumerate(sheet.tickets, start=1):
        _head(canvas, sheet)
        _film(canvas, sheet)
        _times(canvas, sheet)
        _place(canvas, sheet, ticket)
        _code(canvas, ticket)
        _facts(canvas, sheet, ticket, position)
        _foot(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(canvas: Canvas, sheet: Sheet) -> None:
    canvas.setFillColor(ACCENT)
    canvas.rect(0, PAGE_HEIGHT - 3 * mm, PAGE_WIDTH, 3 * mm, stroke=0, fill=1)
    y = PAGE_HEIGHT - 11 * mm
    _line(canvas, MARGIN, y, sheet.venue, BOLD, ROOM, largest=11, smallest=7, colour=ACCENT)
    _line(canvas, MARGIN, y - 4 * mm, sheet.address, REGULAR, ROOM, largest=8, smallest=6, colour=MUTED)


def _film(canvas: Canvas, sheet: Sheet) -> None:
    title = tidy(sheet.title)
    size = next((size for size in (20, 18, 16) if width(title, BOLD, size) <= ROOM), 14)
    y = PAGE_HEIGHT - 25 * mm
    canvas.setFillColor(INK)
    for line in wrapped(title, BOLD, size, ROOM, most=2):
        draw(canvas, MARGIN, y, line, BOLD, size)
        y -= 5.5 * mm
    about = " · ".join(filter(None, [sheet.rating, sheet.format, sheet.languages]))
    _line(canvas, MARGIN, y + 0.5 * mm, about, REGULAR, ROOM, largest=8.5, smallest=6.5, colour=MUTED)


def _times(canvas: Canvas, sheet: Sheet) -> None:
    y = PAGE_HEIGHT - 46.5 * mm
    time, day = clock_time(sheet.starts_at), day_and_year(sheet.starts_at)
    _line(canvas, MARGIN, y, time, BOLD, ROOM, largest=26, smallest=26, colour=ACCENT)
    x = MARGIN + width(time, BOLD, 26) + 4 * mm
    room = PAGE_WIDTH - MARGIN - x
    _line(canvas, x, y + 4.4 * mm, day, BOLD, room, largest=11, smallest=8, colour=INK)
    film = gettext("Film %(start)s · ends %(end)s") % {
        "start": clock_time(sheet.feature_starts_at),
        "end": clock_time(sheet.ends_at),
    }
    _line(canvas, x, y, film, REGULAR, room, largest=8.5, smallest=7, colour=MUTED)


def _place(canvas: Canvas, sheet: Sheet, ticket: SheetTicket) -> None:
    bottom, height = PAGE_HEIGHT - 74 * mm, 22 * mm
    canvas.setFillColor(PAPER)
    canvas.rect(0, bottom, PAGE_WIDTH, height, stroke=0, fill=1)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(0.6)
    canvas.line(0, bottom, PAGE_WIDTH, bottom)
    canvas.line(0, bottom + height, PAGE_WIDTH, bottom + height)
    columns = (
        (pgettext("label", "HALL"), sheet.hall, 0, 47),
        (pgettext("label", "ROW"), ticket.row, 49, 18),
        (pgettext("label", "SEAT"), str(ticket.number), 69, 20),
    )
    for label, value, left, room in columns:
        x = MARGIN + left * mm
        _line(canvas, x, bottom + 16.5 * mm, label, BOLD, room * mm, largest=7, smallest=7, colour=MUTED)
        _line(canvas, x, bottom + 5 * mm, value, BOLD, room * mm, largest=30, smallest=10, colour=INK)


def _code(canvas: Canvas, ticket: SheetTicket) -> None:
    """Draw the code; the white around it on the page is its quiet zone."""
    module = QR_SIDE / qr_size(ticket.code)
    dark = canvas.beginPath()
    for column, row, length in qr_dark_runs(ticket.code):
        dark.rect(MARGIN + column * module, CODE_TOP - (row + 1) * module, length * module, module)
    canvas.setFillColor(black)
    canvas.drawPath(dark, stroke=0, fill=1)


def _facts(canvas: Canvas, sheet: Sheet, ticket: SheetTicket, position: int) -> None:
    x = MARGIN + QR_SIDE + 7 * mm
    room = PAGE_WIDTH - MARGIN - x
    facts = [
        (pgettext("label", "CODE"), ticket.short_code),
        (_position(position, len(sheet.tickets)), ticket.type_name),
        (pgettext("label", "PRICE, ALL IN"), ticket.price),
        (pgettext("label", "BOOKING"), sheet.reference),
        (pgettext("label", "WHOLE BOOKING"), sheet.total),
    ]
    y = CODE_TOP - 2 * mm
    for label, value in facts:
        _line(canvas, x, y, label, BOLD, room, largest=6.5, smallest=6.5, colour=MUTED)
        _line(canvas, x, y - 4.2 * mm, value, BOLD, room, largest=10.5, smallest=7, colour=INK)
        y -= 9.0 * mm


def _foot(canvas: Canvas, sheet: Sheet) -> None:
    text = gettext(
        "Show this code at the door of %(hall)s, on paper or on a bright screen. "
        "It lets one person in, once. If it can't be read, the letters and digits under “code” do as well."
    ) % {"hall": tidy(sheet.hall)}
    y = CODE_TOP - QR_SIDE - 8 * mm
    canvas.setFillColor(INK)
    for line in wrapped(text, REGULAR, 8.5, ROOM, most=4):
        draw(canvas, MARGIN, y, line, REGULAR, 8.5)
        y -= 4 * mm


def _line(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    weight: str,
    room: float,
    *,
    largest: float,
    smallest: float,
    colour: Color,
) -> None:
    shown, size = fitting(tidy(text), weight, room, largest=largest, smallest=smallest)
    canvas.setFillColor(colour)
    draw(canvas, x, y, shown, weight, size)


def _title(sheet: Sheet) -> str:
    return gettext("%(film)s, %(day)s, %(time)s: tickets %(reference)s") % {
        "film": sheet.title,
        "day": day_and_year(sheet.starts_at),
        "time": clock_time(sheet.starts_at),
        "reference": sheet.reference,
    }


def _position(position: int, count: int) -> str:
    return pgettext("label", "TICKET %(position)s OF %(count)s") % {"position": position, "count": count}
