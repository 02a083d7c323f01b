"""Setting text of any script into a given width on a PDF page."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "Regular", "Bold"
FAMILIES = ("AtkinsonHyperlegibleNext", "NotoSans")
"""Embedded: Latin, then Cyrillic, Greek and Vietnamese."""

JAPANESE, KOREAN = "HeiseiKakuGo-W5", "HYGothic-Medium"
"""Not embedded: a PDF viewer brings a font of its own for these names."""

ELLIPSIS = "…"


@cache
def _embedded() -> dict[str, TTFont]:
    """Make all fonts known to reportlab, once per process; those that we bring, by name."""
    folder = Path(__file__).parent / "fonts"
    names = [f"{family}-{weight}" for weight in (REGULAR, BOLD) for family in FAMILIES]
    fonts = {name: TTFont(name, folder / f"{name}.ttf") for name in names}
    for font in (*fonts.values(), UnicodeCIDFont(JAPANESE), UnicodeCIDFont(KOREAN)):
        pdfmetrics.registerFont(font)
    return fonts


def tidy(text: str) -> str:
    """Compose letters with their accents, and make any white space a single space."""
    return " ".join(normalize("NFC", text).split())


def width(text: str, weight: str, size: float) -> float:
    """Measure in points."""
    return sum(pdfmetrics.stringWidth(run, font, size) for font, run in _runs(text, weight))


def draw(canvas: Canvas, x: float, y: float, text: str, weight: str, size: float) -> None:
    """Write one line from `x`, with its baseline at `y`."""
    for font, run in _runs(text, weight):
        canvas.setFont(font, size)
        canvas.drawString(x, y, run)
        x += pdfmetrics.stringWidth(run, font, size)


def fitting(text: str, weight: str, room: float, *, largest: float, smallest: float) -> tuple[str, float]:
    """Choose the largest size at which the text fits in one line; cut it if none does."""
    size = largest
    while size > smallest and width(text, weight, size) > room:
        size -= 0.5
    return _cut(text, weight, size, room), size


def wrapped(text: str, weight: str, size: float, room: float, *, most: int) -> list[str]:
    """Break into lines at spaces, or inside what is longer than a line; the last of `most` is cut."""
    lines = [""]
    for piece in _pieces(text, weight, size, room):
        joined = f"{lines[-1]} {piece}".strip()
        if width(joined, weight, size) <= room:
            lines[-1] = joined
        else:
            lines.append(piece)
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], _cut(rest, weight, size, room)] if lines[most - 1 :] else lines


def _pieces(text: str, weight: str, size: float, room: float) -> Iterator[str]:
    for word in text.split(" "):
        start = 0
        for end in range(1, len(word) + 1):
            if end - start > 1 and width(word[start:end], weight, size) > room:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]


def _cut(text: str, weight: str, size: float, room: float) -> str:
    if width(text, weight, size) <= room:
        return text
    while text and width(text + ELLIPSIS, weight, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def _runs(text: str, weight: str) -> Iterator[tuple[str, str]]:
    """Split into stretches of one font each."""
    for font, letters in groupby(text, key=lambda letter: _font(letter, weight)):
        yield font, "".join(letters)


def _font(letter: str, weight: str) -> str:
    """Choose a font that has the letter. One that none has becomes the first one's empty box."""
    names = [f"{family}-{weight}" for family in FAMILIES]
    for name in names:
        if ord(letter) in _embedded()[name].face.charToGlyph:
            return name
    if "\u1100" <= letter <= "\u11ff" or "\uac00" <= letter <= "\ud7a3":
        return KOREAN
    if "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef":
        return JAPANESE
    return names[0]
