"""A request to hold seats, as both implementations of a hold take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from matinee.booking.hold_keys import RequestKey
from matinee.booking.tokens import HoldToken, hold_id_of, new_bits


@dataclass(frozen=True)
class HoldRequest:
    """Seats of one show, for a new hold or for the hold of `token`."""

    show_id: int
    seat_ids: Sequence[int]
    token: HoldToken | None = None
    idempotency_key: str | None = None
    client: int | None = None
    """The number of the client whose seats are counted; None while they are not."""

    @cached_property
    def bits(self) -> UUID:
        """The random bits of the token's hold, or new ones."""
        return self.token.bits if self.token else new_bits()

    @property
    def hold_id(self) -> UUID:
        """The id of the hold: its bits and its show (B15)."""
        return hold_id_of(self.bits, self.show_id)

    @cached_property
    def key(self) -> RequestKey | None:
        """The digests of the idempotency key and of the request (B15)."""
        if self.idempotency_key is None:
            return None
        return RequestKey.of(self.idempotency_key, self.show_id, self.seat_ids, self.token)
