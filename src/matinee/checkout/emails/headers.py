"""Safe email headers: one line of text, one address."""

import re
from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from django.core.exceptions import ValidationError

from matinee.core.email_address import normal_email, parse_mailbox
from matinee.core.single_line import FORBIDDEN

FORBIDDEN_RUN = re.compile(rf"[\u0000\ud800-\udfff{FORBIDDEN}]+")


class UnsafeAddress(Exception):
    """The stored text is not one email address."""


def one_line(text: str) -> str:
    """Replace line breaks and other forbidden characters by spaces: `"a\\nb"` becomes `"a b"`."""
    return FORBIDDEN_RUN.sub(" ", text).strip()


def all_one_line(values: Any) -> Any:
    """Apply `one_line` to every text in nested mappings and lists."""
    match values:
        case str():
            return one_line(values)
        case Mapping():
            return {name: all_one_line(value) for name, value in values.items()}
        case list():
            return [all_one_line(value) for value in values]
        case _:
            return values


def deliverable(address: str) -> str:
    """Return the address in its normal form, also for an older row: `a@straße.de` is `a@xn--strae-oqa.de`.

    Django alone would use IDNA 2003 and send the email to `strasse.de`.

    Raises: UnsafeAddress, unless the text is one plain address.
    """
    try:
        return normal_email(address)
    except ValidationError:
        # The cause contains the address.
        raise UnsafeAddress from None


def sender(setting: str) -> str:
    """Return the From header of a `Name <address>` setting, on one line.

    Raises: ValidationError.
    """
    return formataddr(parse_mailbox(one_line(setting)))
