"""Text that the fonts of printed documents can draw; what they lack is transliterated."""

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
"""For a text without any letter: a heading must not be empty."""


@dataclass(frozen=True)
class PrintableText:
    """Text for a document. `exact` is false where letters were transliterated."""

    text: str
    exact: bool
    right_to_left: bool


def printable(text: str, *, plain: bool = False) -> PrintableText:
    """Transliterate into Latin letters what no font has; with `plain`, everything outside ASCII.

    Invisible formatting characters are dropped: a document has its own means for direction and variants.
    """
    line = "".join(char for char in single_line(text) if char in JOINERS or not _is_invisible(char))
    drawn = [char if _is_drawn(char, plain) else _spelled(char) for char in line]
    shown = " ".join("".join(drawn).split()) or NOTHING
    return PrintableText(
        shown, exact=shown in {" ".join(line.split()), NOTHING}, right_to_left=_is_right_to_left(shown)
    )


def _is_invisible(char: str) -> bool:
    """Formatting, variation selectors and tags."""
    return category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _is_drawn(char: str, plain: bool) -> bool:
    if plain:
        return char.isascii()
    starts, ends = _covered()
    at = bisect_right(starts, ord(char)) - 1
    return char in JOINERS or (at >= 0 and ord(char) <= ends[at])


def _spelled(char: str) -> str:
    """The Latin letters for a character; a question mark where there are none."""
    return anyascii(char) or ("" if category(char).startswith("M") else "?")


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from the right."""
    strong = (bidirectional(char) for char in text if bidirectional(char) in {"L", "R", "AL"})
    return next(strong, "L") != "L"


@cache
def _covered() -> tuple[list[int], list[int]]:
    """The first and last code points of the ranges that the fonts have."""
    ranges = json.loads((FONTS / "covered.json").read_text())
    return [first for first, _ in ranges], [last for _, last in ranges]
