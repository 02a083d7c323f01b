"""Text of several lines, such as a synopsis.

The rules of `single_line` apply, but line breaks are allowed. They are stored as U+000A.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matinee.core.single_line import FORBIDDEN as FORBIDDEN_IN_LINE
from matinee.core.single_line import INVISIBLE

MAX_LENGTH = 5000
"""Characters."""

FORBIDDEN = FORBIDDEN_IN_LINE.replace(r"\u0001-\u001f", r"\u0001-\u0009\u000b-\u001f")
"""A character class for Python and PostgreSQL."""

TEXT = rf"^[^{FORBIDDEN}]*$"
"""Pattern of a text, in Python and in PostgreSQL."""

FORBIDDEN_MESSAGE = gettext_lazy("This must be text without control characters other than line breaks.")

_forbidden = re.compile(rf"[\u0000\ud800-\udfff{FORBIDDEN}]")
_visible = re.compile(rf"[^\n{INVISIBLE}]")


def multi_line(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return the text without surrounding white space; empty where nothing of it is visible.

    Raises: ValidationError.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if _forbidden.search(unified):
        raise ValidationError(FORBIDDEN_MESSAGE, code="control")
    stripped = unified.strip() if _visible.search(unified) else ""
    if len(stripped) > max_length:
        raise ValidationError(
            _("This must have at most %(most)d characters.") % {"most": max_length}, code="length"
        )
    return stripped
