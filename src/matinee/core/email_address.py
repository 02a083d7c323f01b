"""Email addresses, in one normal form.

The domain is in lower case and in ASCII (IDNA 2008): what is stored is what goes to the mail server, so no
library on the way converts it by the older rules, under which `straße.de` becomes another domain. The local
part keeps its case; comparisons ignore it. Quoted local parts, comments and display names are refused, and
local parts beyond ASCII, since not every server between us and the customer takes them.
"""

import re

import email_validator
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from matinee.core.single_line import single_line

MAX_LENGTH = 254
"""RFC 3696, erratum 1690."""

SHAPE = r"^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\-]{3,253}$"
"""What every normal form matches, in Python and in PostgreSQL."""

MAILBOX = re.compile(r"([^<>]*)<([^<>]*)>")
DOTLESS = re.compile(r"[a-z0-9._+-]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
NOT_STORABLE = re.compile(r"[\u0000\ud800-\udfff]")

MESSAGE = "Enter a valid email address."

# Whether mail arrives is not decided here: a cinema may use .local inside its house.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def normal_email(text: str) -> str:
    """Give the address in its normal form, without the white space around it.

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
    """Give the address in its normal form, or an empty text for an empty text. Raises: ValidationError."""
    return normal_email(text) if text else ""


def comparison_form(text: str) -> str:
    """Give what to compare with `lower(email)`: the normal form, or the text itself if it is no address."""
    try:
        return normal_email(text).lower()
    except ValidationError:
        # PostgreSQL stores no such characters, so no row has them: nothing is found, and nothing fails.
        return NOT_STORABLE.sub("\ufffd", text.strip(" \u00a0").lower())


def parse_mailbox(text: str) -> tuple[str, str]:
    """Give name and address of `Roxy, Berlin <tickets@roxy.example>`; the name is empty if there is none.

    The name may have commas, colons and brackets without quotes. The address is in its normal form; a domain
    without a dot, such as `localhost`, is accepted.

    Raises: ValidationError.
    """
    named = MAILBOX.fullmatch(text.strip())
    name, address = named.groups() if named else ("", text.strip())
    usable = address if DOTLESS.fullmatch(address) else normal_email(address)
    return single_line(name.strip().strip('"')), usable
