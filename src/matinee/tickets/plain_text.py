"""Text of any origin on one line."""

from unicodedata import category, normalize

DROPPED = {"Cc", "Cs"}
"""Control characters and lone surrogates: no document may contain them."""


def single_line(text: str) -> str:
    """Compose accented letters (NFC), make each run of white space one space, drop control characters."""
    spaced = " ".join(normalize("NFC", text).split())
    return "".join(char for char in spaced if category(char) not in DROPPED)
