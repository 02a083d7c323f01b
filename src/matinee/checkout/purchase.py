"""The request to pay for a hold."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from matinee.booking.tokens import HoldToken
from matinee.core.email_address import optional_email
from matinee.core.single_line import single_line
from matinee.core.validation import check_values


@dataclass(frozen=True)
class Purchase:
    """The hold to pay for, the customer and the payment method. Given seats and total must match the hold.

    Raises: Invalid, for a name or an email address in an invalid form.
    """

    token: HoldToken
    seat_ids: Sequence[int] | None = None
    total: Decimal | None = None
    """In the main unit of the venue's currency."""
    ticket_types: Mapping[int, int] = field(default_factory=dict)
    """Seat id to ticket type id. Other seats get the venue's default ticket type."""
    customer_name: str = ""
    customer_email: str = ""
    method: Mapping[str, Any] = field(default_factory=dict)
    """The payment method, in the form that the payment provider documents."""
    language: str = "en"
    """The language of the emails (BCP 47)."""

    def __post_init__(self) -> None:
        """Normalise the name and the email address. Raises: Invalid."""
        checked = check_values(
            customer_name=(self.customer_name, single_line),
            customer_email=(self.customer_email, optional_email),
        )
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def canonical(self) -> str:
        """Return the same text for equal purchases, independent of the form of the JSON and the language."""
        seat_ids = None if self.seat_ids is None else sorted(self.seat_ids)
        total = None if self.total is None else self.total.normalize()
        fields = asdict(replace(self, seat_ids=seat_ids, total=total))
        del fields["language"]
        return json.dumps(fields, default=str, sort_keys=True)
