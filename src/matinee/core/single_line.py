"""Single-line text: a title, a name, an address or anything else for one line or an email subject.

Rejects control characters (line breaks and tabs among them), line and paragraph separators, lone
surrogates, bidirectional embeddings, overrides and isolates, which make text read as something else, and
code points that no document may contain (U+FFFE, U+FFFF). The text is kept as typed, without the
surrounding white space. It is not normalised: it is shown as it was typed.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

MAX_LENGTH = 300
"""Characters, unless a field has a lower limit."""

FORBIDDEN = r"\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff"
"""A character class for Python and PostgreSQL. PostgreSQL cannot store U+0000 or surrogates."""

INVISIBLE = (
    r"\u0020\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u202f\u205f-\u2065"
    r"\u206a-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""Invisible characters. A text of only these is blank."""

LINE = rf"^[^{FORBIDDEN}]*[^{FORBIDDEN}{INVISIBLE}][^{FORBIDDEN}]*$"
"""Pattern of a non-empty text, in Python and in PostgreSQL."""

FORBIDDEN_MESSAGE = gettext_lazy("This must be one line of text, without control characters.")
BLANK_MESSAGE = gettext_lazy("This must not be blank.")

_forbidden = re.compile(rf"[\u0000\ud800-\udfff{FORBIDDEN}]")
_visible = re.compile(rf"[^{INVISIBLE}]")


def single_line(text: str) -> str:
    """Return the text without surrounding white space. An empty text stays empty.

    Raises: ValidationError.
    """
    if _forbidden.search(text):
        raise ValidationError(FORBIDDEN_MESSAGE, code="control")
    if text and not _visible.search(text):
        raise ValidationError(BLANK_MESSAGE, code="blank")
    return text.strip()
