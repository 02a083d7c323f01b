"""Headings and paragraphs of a plain text."""

import pytest

from matinee.core.text_blocks import text_blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        (" \n## \n#", []),
        ("# One\nTwo\nThree", [(True, "One"), (False, "Two\nThree")]),
        (
            "One\n## Two\n# Three\nFour # 5",
            [(False, "One"), (True, "Two"), (True, "Three"), (False, "Four # 5")],
        ),
        ("One\r\nTwo\r\n\r\n \r\nThree", [(False, "One\nTwo"), (False, "Three")]),
        ("\n# One \n \n\n<b>Two</b>", [(True, "One"), (False, "<b>Two</b>")]),
    ],
)
def test_a_line_that_starts_with_a_hash_is_a_heading(text: str, blocks: list[tuple[bool, str]]) -> None:
    assert text_blocks(text) == blocks
