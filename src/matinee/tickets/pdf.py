"""The tickets as PDF: one A6 page per ticket (decision 0032)."""

import json
from functools import cache
from threading import Lock
from typing import Any, Literal

import typst
from django.utils.translation import gettext, pgettext

from matinee.core.date_format import clock_time, day_and_year
from matinee.core.language import current_locale
from matinee.tickets.printable_text import FONTS, printable
from matinee.tickets.qr import qr_dark_runs, qr_size
from matinee.tickets.sheet import Sheet, SheetTicket

TEMPLATE = FONTS.parent / "tickets.typ"
MAIN_FONT = "Atkinson Hyperlegible Next"
PDF_STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, with language and title. Export fails for a character that no font contains."""

MAX_HALL_LENGTH = 60
"""Characters, in the last sentence of a page."""

COMPILER_LOCK = Lock()
"""A compiler is not thread-safe."""

TemplateData = dict[str, Any]


def tickets_pdf(sheet: Sheet) -> bytes:
    """Return a PDF with one page per ticket, in the active language.

    If the fonts cannot draw a combination of characters, all texts are transliterated to ASCII.
    """
    try:
        return _compile(_data(sheet))
    except typst.TypstError:
        return _compile(_data(sheet, plain=True))


def _compile(data: TemplateData) -> bytes:
    with COMPILER_LOCK:
        pdf = _compiler().compile(
            format="pdf", sys_inputs={"sheet": json.dumps(data)}, pdf_standards=PDF_STANDARD, timestamp=0
        )
    if not isinstance(pdf, bytes):
        raise TypeError("The compiler returned no document.")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Load our fonts once per process. The machine's fonts are not used."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _compiler() -> typst.Compiler:
    """Read the template once per process. It can read no file outside its folder and no packages."""
    return typst.Compiler(
        TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), package_path=FONTS, package_cache_path=FONTS
    )


@cache
def _families() -> list[str]:
    """Return the fonts in fallback order: the main font, Noto Sans, the others."""
    return sorted(_fonts().families(), key=lambda name: (name != MAIN_FONT, name != "Noto Sans", name))


class _Texts:
    """Converts texts for the template. `exact` is false once a text was transliterated."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain
        self.exact = True

    def __call__(self, text: str) -> TemplateData:
        shown = printable(text, plain=self._plain)
        self.exact &= shown.exact
        return {"text": shown.text, "rtl": shown.right_to_left}


def _data(sheet: Sheet, *, plain: bool = False) -> TemplateData:
    """Return all texts of the template."""
    texts = _Texts(plain=plain)
    data = {
        "name": texts(_name(sheet))["text"],
        "author": texts(sheet.venue)["text"],
        "subject": texts(gettext("Cinema tickets %(reference)s") % {"reference": sheet.reference})["text"],
        "lang": current_locale().language,
        "fonts": _families(),
        "labels": {
            "hall": texts(pgettext("label", "HALL")),
            "row": texts(pgettext("label", "ROW")),
            "seat": texts(pgettext("label", "SEAT")),
        },
        "copy": texts(pgettext("label", "COPY")) if sheet.is_copy else None,
        "venue": texts(sheet.venue),
        "address": texts(sheet.address),
        "title": texts(sheet.title),
        "about": texts(" · ".join(filter(None, [sheet.rating, sheet.format, sheet.languages]))),
        "time": texts(clock_time(sheet.starts_at)),
        "day": texts(day_and_year(sheet.starts_at)),
        "span": texts(_span(sheet)),
        "hall": texts(sheet.hall),
        "footer": texts(_footer(sheet)),
        "tickets": [_ticket(sheet, position, texts) for position in range(len(sheet.tickets))],
    }
    note = gettext("Some letters are transliterated here. The originals are on the page of your booking.")
    return {**data, "note": None if texts.exact else texts(note)}


def _ticket(sheet: Sheet, position: int, texts: _Texts) -> TemplateData:
    ticket = sheet.tickets[position]
    facts = [
        (pgettext("label", "CODE"), ticket.short_code),
        (_position(position + 1, len(sheet.tickets)), ticket.type_name),
        (pgettext("label", "PRICE, ALL IN"), ticket.price),
        (pgettext("label", "BOOKING"), sheet.reference),
        (pgettext("label", "WHOLE BOOKING"), sheet.total),
    ]
    alt = gettext("QR code of the ticket %(code)s") % {"code": ticket.short_code}
    return {
        "row": texts(ticket.row),
        "seat": texts(str(ticket.number)),
        "qr": _qr(ticket),
        "alt": texts(alt)["text"],
        "facts": [[texts(label), texts(value)] for label, value in facts],
    }


def _qr(ticket: SheetTicket) -> str:
    """Return the code as an SVG document without a quiet zone."""
    size = qr_size(ticket.code)
    dark = "".join(
        f"M{column} {row}h{length}v1h-{length}z" for column, row, length in qr_dark_runs(ticket.code)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{dark}"/></svg>'


def _span(sheet: Sheet) -> str:
    return gettext("Film %(start)s · ends %(end)s") % {
        "start": clock_time(sheet.feature_starts_at),
        "end": clock_time(sheet.ends_at),
    }


def _footer(sheet: Sheet) -> str:
    return gettext(
        "Show this code at the door of %(hall)s, on paper or on a bright screen. "
        "It lets one person in, once. If it can't be read, the letters and digits under “code” do as well."
    ) % {"hall": _shortened(sheet.hall)}


def _shortened(hall: str) -> str:
    """Shorten a hall's name for use in a sentence."""
    return hall if len(hall) <= MAX_HALL_LENGTH else hall[:MAX_HALL_LENGTH].rstrip() + "…"


def _name(sheet: Sheet) -> str:
    return gettext("%(film)s, %(day)s, %(time)s: tickets %(reference)s") % {
        "film": sheet.title,
        "day": day_and_year(sheet.starts_at),
        "time": clock_time(sheet.starts_at),
        "reference": sheet.reference,
    }


def _position(position: int, count: int) -> str:
    return pgettext("label", "TICKET %(position)s OF %(count)s") % {"position": position, "count": count}
