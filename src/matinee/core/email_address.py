"""Email addresses in one normal form.

The domain is in lower case and in ASCII (IDNA 2008). The stored form is sent to the mail server, so that no
library converts it by the older rules, under which `straße.de` becomes another domain. The local part keeps
its case; comparisons ignore it. Quoted local parts, comments and display names are rejected. So are local
parts beyond ASCII, because not all mail servers accept them.
"""

import re

import email_validator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from email_validator import EmailNotValidError, validate_email

from matinee.core.single_line import single_line

MAX_LENGTH = 254
"""RFC 3696, erratum 1690."""

SHAPE = r"^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\-]{3,253}$"
"""Pattern of every normal form, in Python and in PostgreSQL."""

MAILBOX = re.compile(r"([^<>]*)<([^<>]*)>")
DOTLESS = re.compile(r"[a-z0-9._+-]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
NOT_STORABLE = re.compile(r"[\u0000\ud800-\udfff]")

MESSAGE = gettext_lazy("Enter a valid email address.")

# Deliverability is not checked: a cinema may use .local in its own network.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def normal_email(text: str) -> str:
    """Return the normal form, without surrounding white space.

    Raises: ValidationError.
    """
    typed = text.strip(" \u00a0")
    if len(typed) > MAX_LENGTH:
        raise ValidationError(MESSAGE, code="email")
    try:
        address = validate_email(typed, allow_smtputf8=False, check_deliverability=False, strict=True)
    except (EmailNotValidError, UnicodeError) as error:
        raise ValidationError(MESSAGE, code="email") from error
    normal = address.ascii_email or ""
    if not 0 < len(normal) <= MAX_LENGTH:
        raise ValidationError(MESSAGE, code="email")
    return normal


def optional_email(text: str) -> str:
    """Return the normal form, or an empty string for an empty string. Raises: ValidationError."""
    return normal_email(text) if text else ""


def comparison_form(text: str) -> str:
    """Return a value to compare with `lower(email)`: the normal form, or the text if it is not an address."""
    try:
        return normal_email(text).lower()
    except ValidationError:
        # PostgreSQL cannot store these characters. Replacing them avoids an error and matches no row.
        return NOT_STORABLE.sub("\ufffd", text.strip(" \u00a0").lower())


def parse_mailbox(text: str) -> tuple[str, str]:
    """Split `Roxy, Berlin <tickets@roxy.example>` into name and address. The name may be empty.

    The name may contain unquoted commas, colons and brackets. The address is returned in its normal form. A
    domain without a dot, such as `localhost`, is accepted.

    Raises: ValidationError.
    """
    named = MAILBOX.fullmatch(text.strip())
    name, address = named.groups() if named else ("", text.strip())
    usable = address if DOTLESS.fullmatch(address) else normal_email(address)
    return single_line(name.strip().strip('"')), usable
