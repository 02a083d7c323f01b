"""The errors of holds and bookings. Each docstring is the message for people."""

from collections.abc import Sequence
from typing import Annotated, TypedDict
from uuid import UUID

from matinee.core.json_schema import Id
from matinee.core.problems import Internal, Invalid, Problem, TooManyRequests


class TooManySeats(Invalid):
    """A hold has at least one seat, no more than this site allows, and names each once."""


class SeatNotFound(Problem):
    """There is no such seat in this show, or it is not part of your hold."""

    code = "seat-not-found"
    title = "Seat not found"
    status = 404

    seat_ids: list[Id]


class SeatOutOfService(Problem):
    """This seat is out of service. Choose another one."""

    code = "seat-out-of-service"
    title = "Seat out of service"
    status = 409

    seat_ids: list[Id]


class Suggestion(TypedDict):
    """A free seat near a taken one."""

    id: Id
    row: str
    number: int


class SeatsTaken(Problem):
    """Somebody else has this seat. Choose another one; nothing of yours has changed."""

    code = "seats-taken"
    title = "Seat taken"
    status = 409

    seat_ids: list[Id]
    suggestions: Annotated[list[Suggestion], "The nearest free seats, the best first."] = []

    def with_suggestions(self, seats: Sequence[Suggestion]) -> "SeatsTaken":
        """The same error with seats to choose instead."""
        return SeatsTaken(seat_ids=self.seat_ids, suggestions=[*seats])


class HoldNotFound(Problem):
    """There is no such hold. Choose your seats again."""

    code = "hold-not-found"
    title = "Hold not found"
    status = 404


class HoldExpired(Problem):
    """The time to pay ran out and your seats were released. Try the same seats again."""

    code = "hold-expired"
    title = "Hold expired"
    status = 410

    seat_ids: list[Id]
    still_available: list[Id]


class HoldChanged(Problem):
    """Your hold is not what you confirmed. Look at the seats and the total again."""

    code = "hold-changed"
    title = "Hold changed"
    status = 409

    seat_ids: list[Id]
    total: str | None = None
    currency: str | None = None


class HoldFrozen(Problem):
    """Your seats are being paid for. Finish the payment first; they stay yours meanwhile."""

    code = "hold-frozen"
    title = "Payment under way"
    status = 409

    seat_ids: list[Id]


class ExtensionLimit(Problem):
    """This hold cannot be extended any further. Finish the booking before its time runs out."""

    code = "extension-limit"
    title = "No more extensions"
    status = 409

    seat_ids: list[Id]
    extensions_left: int


class AlreadyBooked(Problem):
    """These seats are already booked. Your tickets are in the order."""

    code = "already-booked"
    title = "Already booked"
    status = 409

    seat_ids: list[Id]
    reference: str | None
    """The order's reference. The API looks it up, since the request comes from the hold's bearer."""
    hold_id: Internal[UUID]
    show_id: Internal[int]


class KeyMismatch(Problem):
    """This Idempotency-Key was used for a different request. Use a new key for a new request."""

    code = "idempotency-mismatch"
    title = "Idempotency-Key reused"
    status = 422


class TooManyHeld(TooManyRequests):
    """Many seats are held from your network already. Book or release some, or wait until their time is up."""

    title = "Too many seats held"
