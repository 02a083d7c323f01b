"""Text from any source on one line."""

from unicodedata import category, normalize

FORBIDDEN = {"Cc", "Cs"}
"""Unicode categories that documents must not contain: control characters and lone surrogates."""


def single_line(text: str) -> str:
    """Normalise to NFC, replace each run of white space by one space, and remove control characters."""
    spaced = " ".join(normalize("NFC", text).split())
    return "".join(char for char in spaced if category(char) not in FORBIDDEN)
