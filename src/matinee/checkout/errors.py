"""Why an order is refused."""

from typing import ClassVar

from matinee.core.errors import Refusal


class UnknownTicketType(Refusal):
    """This ticket type is not sold for this show."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class KeyInFlight(Refusal):
    """The same request is still being worked on. Ask again with the same Idempotency-Key in a moment."""

    code: ClassVar[str] = "idempotency-in-flight"
    title: ClassVar[str] = "Request in flight"
