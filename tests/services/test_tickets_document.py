"""The PDF of the tickets: its structure for screen readers, and text in every script."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from unicodedata import category

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import typst
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.tickets import pdf
from matinee.tickets.pdf import tickets_pdf
from matinee.tickets.printable_text import FONTS, printable
from tests.ticket_sheet import SHEET

pytestmark = pytest.mark.slow

NOTE = "Some letters are transliterated here. The originals are on the page of your booking."


def text_of(document: bytes) -> str:
    """The text of the first page, its lines joined."""
    opened = pypdfium2.PdfDocument(document)
    try:
        return " ".join(opened[0].get_textpage().get_text_bounded().split())
    finally:
        opened.close()


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The structure elements below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def test_a_screen_reader_gets_structure_language_and_title() -> None:
    with pikepdf.open(BytesIO(tickets_pdf(SHEET))) as document:
        root = document.Root
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("en", True)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        info = document.docinfo
        assert info.Title == "The Cabinet of Dr. Caligari, Sunday 22 November 2026, 20:15: tickets K7PM2QXW"
        assert (str(info.Author), str(info.Subject)) == ("Roxy", "Cinema tickets K7PM2QXW")
        found = list(elements(root.StructTreeRoot))
        assert [str(one.Alt) for one in found if one.S == "/Figure"] == [
            f"QR code of the ticket {ticket.short_code}" for ticket in SHEET.tickets
        ]
        assert sum(one.S == "/H1" for one in found) == 2
        assert sum(one.S == "/P" for one in found) >= 2 * 15
        assert all("/StructParents" in page for page in document.pages)


def test_the_document_is_in_the_active_language() -> None:
    with override("de"), pikepdf.open(BytesIO(tickets_pdf(SHEET))) as document:
        assert document.Root.Lang == "de"


def test_the_same_sheet_gives_the_same_file() -> None:
    assert tickets_pdf(SHEET) == tickets_pdf(SHEET)


@pytest.mark.parametrize(
    "title",
    [
        "#let x = 1; #panic()",
        "$a^2$ *b* _c_ `d` @e <f> \\g // h /* i */",
        '"; #read("/etc/passwd") [',
        "'--' \"quotes\" ~ ... 1/2",
        "https://example.com = + - / 1. x",
    ],
)
def test_a_title_is_never_markup(title: str) -> None:
    printed = text_of(tickets_pdf(replace(SHEET, title=title, hall=title[:12])))
    assert "".join(title.split()) in "".join(printed.split())


TITLES = [
    *("Amélie", "Łódź, Ærø, İzmir", "Những đứa trẻ", "Броненосец «Потёмкин»", "Ταξίδι στα Κύθηρα", "Բարև"),
    *("გამარჯობა", "ኢትዮጵያ", "ואלס עם באשיר", "جدایی نادر از سیمین", "थ्री इडियट्स", "পথের পাঁচালী", "ਪੰਜਾਬੀ"),
    *("ગુજરાતી", "ଓଡ଼ିଆ", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ลุงบุญมีระลึกชาติ", "ລາວ", "ខ្មែរ"),
    *(
        "မြန်မာ",
        "ދިވެހި",
        "千と千尋の神隠し",
        "기생충",
        "卧虎藏龙",
        "臥虎藏龍",
        "The Emoji Movie 😀 ❤️",
        "½ ∞ ★ ♥ → ≠ √",
    ),
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_its_own_script_is_drawn(title: str) -> None:
    assert printable(title).exact or "\ufe0f" in title
    document = pdf._compile(pdf._data(replace(SHEET, title=title)))
    assert NOTE not in text_of(document)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("ꦗꦮ", "jw"), ("ᠮᠣᠩᠭᠣᠯ", "monggol"), ("𓀀 Isis", "A1 Isis"), ("\ue000", "?")],
)
def test_other_letters_are_transliterated_with_a_note(title: str, shown: str) -> None:
    assert printable(title).text.lower() == shown.lower()
    printed = text_of(tickets_pdf(replace(SHEET, title=title)))
    assert shown.lower() in printed.lower()
    assert NOTE in printed


def test_right_to_left_text_is_detected() -> None:
    assert printable("«ואלס» 2").right_to_left
    assert printable("123 سلام").right_to_left
    assert not printable("Waltz ואלס").right_to_left
    assert not printable("").right_to_left


ALL_LETTERS = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: "Letters")
#set text(font: data.fonts, fallback: false, lang: "en")
#data.text
"""


@pytest.mark.faults
def test_every_letter_of_the_fonts_is_drawn() -> None:
    """Check it in one document with the fonts of the tickets."""
    ranges = json.loads((FONTS / "covered.json").read_text())
    letters = [chr(one) for first, last in ranges for one in range(first, last + 1)]
    drawn = [letter for letter in letters if printable(f"a{letter}").text != "a"]
    assert len(drawn) > 30_000
    data = json.dumps({"fonts": pdf._families(), "text": " ".join(drawn)})
    compiler = typst.Compiler(ALL_LETTERS, font_paths=pdf._fonts())
    assert compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards="ua-1")


@pytest.mark.faults
def test_every_code_point_gives_a_ticket_without_an_empty_box() -> None:
    """A missing glyph is an error of the export, so a document without an error has them all."""
    block = "".join(chr(one) for one in range(0x20000) if category(chr(one)) != "Cs")
    shown = sorted({printable(char).text for char in block})
    covered = {letter for text in shown for letter in text}
    assert all(printable(letter).exact for letter in covered)


def test_a_missing_glyph_is_an_error() -> None:
    data = pdf._data(SHEET)
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        pdf._compile({**data, "title": {"text": "\ua9a0", "rtl": False}})


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_any_title_gives_a_ticket(title: str) -> None:
    assert tickets_pdf(replace(SHEET, title=title, hall=title, venue=title)).startswith(b"%PDF-")
