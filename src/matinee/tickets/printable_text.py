"""Text for printed documents: characters that the fonts do not contain are transliterated."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import bidirectional, category

from anyascii import anyascii

from matinee.tickets.plain_text import single_line

FONTS = Path(__file__).parent / "fonts"

JOINERS = {"\u200c", "\u200d"}
"""Invisible characters that change the shape of their neighbours, in Persian and Hindi for example."""


NOTHING = "–"
"""For a text without visible characters: a heading must not be empty."""


@dataclass(frozen=True)
class PrintableText:
    """Text for a document. `exact` is false if characters were transliterated."""

    text: str
    exact: bool
    right_to_left: bool


def printable(text: str, *, plain: bool = False) -> PrintableText:
    """Transliterate characters that no font contains; with `plain`, all characters outside ASCII.

    Invisible formatting characters are removed: the document sets direction and variants itself.
    """
    line = "".join(char for char in single_line(text) if char in JOINERS or not _is_invisible(char))
    parts = [char if _is_printable(char, plain) else _transliterated(char) for char in line]
    shown = " ".join("".join(parts).split()) or NOTHING
    return PrintableText(
        shown, exact=shown in {" ".join(line.split()), NOTHING}, right_to_left=_is_right_to_left(shown)
    )


def _is_invisible(char: str) -> bool:
    """Return whether it is a formatting character, a variation selector or a tag."""
    return category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _is_printable(char: str, plain: bool) -> bool:
    if plain:
        return char.isascii()
    starts, ends = _covered()
    at = bisect_right(starts, ord(char)) - 1
    return char in JOINERS or (at >= 0 and ord(char) <= ends[at])


def _transliterated(char: str) -> str:
    """Return the Latin letters for a character, or a question mark if there are none."""
    return anyascii(char) or ("" if category(char).startswith("M") else "?")


def _is_right_to_left(text: str) -> bool:
    """Return whether the first character with a strong direction is written from right to left."""
    strong = (bidirectional(char) for char in text if bidirectional(char) in {"L", "R", "AL"})
    return next(strong, "L") != "L"


@cache
def _covered() -> tuple[list[int], list[int]]:
    """Return the first and the last code points of the ranges that the fonts contain."""
    ranges = json.loads((FONTS / "covered.json").read_text())
    return [first for first, _ in ranges], [last for _, last in ranges]
