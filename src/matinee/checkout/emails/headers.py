"""What may stand in the header of an email: one line of text, one address."""

import re
from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from django.core.exceptions import ValidationError

from matinee.core.email_address import normal_email, parse_mailbox
from matinee.core.single_line import FORBIDDEN

FORBIDDEN_RUN = re.compile(rf"[\u0000\ud800-\udfff{FORBIDDEN}]+")


class UnsafeAddress(Exception):
    """What is stored is not one address that can be sent to."""


def one_line(text: str) -> str:
    """Replace what no single line may contain by spaces, whatever is stored: `"a\\nb"` gives `"a b"`."""
    return FORBIDDEN_RUN.sub(" ", text).strip()


def all_one_line(values: Any) -> Any:
    """The same for every text in nested mappings and lists."""
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
    """The address in its normal form, also where an older row has another: `a@straße.de` goes to
    `a@xn--strae-oqa.de`. Django alone would encode it as IDNA 2003 and send to `strasse.de`.

    Raises: UnsafeAddress, for anything but one plain address.
    """
    try:
        return normal_email(address)
    except ValidationError:
        # Its cause repeats the address.
        raise UnsafeAddress from None


def sender(setting: str) -> str:
    """The From header of a `Name <address>` setting, on one line.

    Raises: ValidationError.
    """
    return formataddr(parse_mailbox(one_line(setting)))
