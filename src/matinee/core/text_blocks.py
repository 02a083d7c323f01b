"""Plain text with paragraphs and headings, as the cinema enters it."""

from itertools import groupby
from typing import NamedTuple


class TextBlock(NamedTuple):
    """A heading, or a paragraph with its line breaks."""

    heading: bool
    text: str


def text_blocks(text: str) -> list[TextBlock]:
    """Split a text. A line that starts with `#` is a heading, and empty lines separate paragraphs."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    blocks = []
    for kind, group in groupby(lines, key=_kind):
        if kind == "heading":
            blocks += [TextBlock(heading=True, text=text) for line in group if (text := line.lstrip("# "))]
        elif kind == "paragraph":
            blocks.append(TextBlock(heading=False, text="\n".join(group)))
    return blocks


def _kind(line: str) -> str:
    if not line:
        return "empty"
    return "heading" if line.startswith("#") else "paragraph"
