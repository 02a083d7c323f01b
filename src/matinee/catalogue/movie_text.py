"""Decodes a text file that somebody saved from a spreadsheet: UTF-8 or Windows-1252."""

import codecs

from django.utils.translation import gettext as _

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of spreadsheets themselves: a ZIP file, and the older format of Microsoft's."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAMPLE_BYTES = 1_000


class UnreadableText(Exception):
    """The file is no text. The message says what to do."""


def decoded(data: bytes) -> str:
    """The text of a file. Bytes that belong to no character become surrogates.

    A file is in UTF-8 if it has a byte order mark, or if most of its characters outside ASCII are valid in
    UTF-8. Then a line with other bytes is damaged. All other files are in Windows-1252.

    Raises: UnreadableText.
    """
    if data.startswith(WORKBOOKS):
        raise UnreadableText(
            _("This is a workbook. Save it as CSV, best as “CSV UTF-8”, and choose that file.")
        )
    if data.startswith(UTF_16) or _looks_like_utf_16(data):
        raise UnreadableText(_("The file is in UTF-16. Save it as CSV in UTF-8, and choose that file."))
    text = data.decode("utf-8-sig", errors="surrogateescape")
    if data.startswith(codecs.BOM_UTF8) or _is_mostly_utf_8(text):
        return text
    return data.decode("cp1252", errors="surrogateescape")


def _looks_like_utf_16(data: bytes) -> bool:
    """Without a byte order mark: nearly every second byte is zero."""
    sample = data[:SAMPLE_BYTES]
    return len(sample) >= 4 and sample.count(0) > len(sample) * 0.3


def _is_mostly_utf_8(text: str) -> bool:
    invalid = sum("\udc80" <= character <= "\udcff" for character in text)
    valid = sum(character > "\x7f" for character in text) - invalid
    return invalid <= valid
