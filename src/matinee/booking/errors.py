"""Why a hold or a booking is refused. Each docstring is the message that people read."""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

from matinee.core.problems import Problem, TooManyRequests


class TooManySeats(Problem):
    """A hold has at least one seat, no more than this site allows, and names each once."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class SeatNotFound(Problem):
    """There is no such seat in this show, or it is not part of your hold."""

    code: ClassVar[str] = "seat-not-found"
    title: ClassVar[str] = "Seat not found"


class SeatOutOfService(Problem):
    """This seat is out of service. Choose another one."""

    code: ClassVar[str] = "seat-out-of-service"
    title: ClassVar[str] = "Seat out of service"


class Suggestion(NamedTuple):
    """A seat to take instead."""

    id: int
    row: str
    number: int


class SeatsTaken(Problem):
    """Somebody else has this seat. Choose another one; nothing of yours has changed."""

    code: ClassVar[str] = "seats-taken"
    title: ClassVar[str] = "Seat taken"

    def suggesting(self, seats: Iterable[Suggestion]) -> Self:
        """The same refusal with seats to take instead."""
        return type(self)(**self.data, suggestions=[seat._asdict() for seat in seats])


class HoldNotFound(Problem):
    """There is no such hold. Choose your seats again."""

    code: ClassVar[str] = "hold-not-found"
    title: ClassVar[str] = "Hold not found"


class HoldExpired(Problem):
    """The time to pay ran out and your seats were released. Try the same seats again."""

    code: ClassVar[str] = "hold-expired"
    title: ClassVar[str] = "Hold expired"


class HoldChanged(Problem):
    """Your hold is not what you confirmed. Look at the seats and the total again."""

    code: ClassVar[str] = "hold-changed"
    title: ClassVar[str] = "Hold changed"


class HoldFrozen(Problem):
    """Your seats are being paid for. Finish the payment first; they stay yours meanwhile."""

    code: ClassVar[str] = "hold-frozen"
    title: ClassVar[str] = "Payment under way"


class ExtensionLimit(Problem):
    """This hold cannot be extended any further. Finish the booking before its time runs out."""

    code: ClassVar[str] = "extension-limit"
    title: ClassVar[str] = "No more extensions"


class AlreadyBooked(Problem):
    """These seats are already booked. Your tickets are in the order."""

    code: ClassVar[str] = "already-booked"
    title: ClassVar[str] = "Already booked"

    def __init__(self, *, hold_id: UUID, show_id: int, **data: Any) -> None:
        """Keep which hold it is: its bearer may learn the order's reference."""
        super().__init__(**data)
        self.hold_id = hold_id
        self.show_id = show_id


class KeyMismatch(Problem):
    """This Idempotency-Key was used for a different request. Use a new key for a new request."""

    code: ClassVar[str] = "idempotency-mismatch"
    title: ClassVar[str] = "Idempotency-Key reused"


class TooManyHeld(TooManyRequests):
    """Many seats are held from your network already. Book or release some, or wait until their time is up."""

    title: ClassVar[str] = "Too many seats held"
