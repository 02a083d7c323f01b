"""The hold token gives its bearer access to the hold (B5)."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Self
from uuid import UUID

from django.core import signing

from matinee.booking.errors import HoldNotFound

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIELD_BYTES = 8
MAX_TOKEN_LENGTH = 200


@dataclass(frozen=True)
class HoldToken:
    """The contents of a token: the hold's 128 random bits, its show, and the time of its first lock."""

    bits: UUID
    show_id: int
    started_at: datetime

    @property
    def hold_id(self) -> UUID:
        """The hold that these bits name for this show."""
        return hold_id_of(self.bits, self.show_id)

    def __str__(self) -> str:
        """Sign the three fields, as an opaque URL-safe string of about 90 characters."""
        microseconds = (self.started_at - EPOCH) // MICROSECOND
        payload = b"".join(
            [self.bits.bytes, *(n.to_bytes(FIELD_BYTES, "big") for n in (self.show_id, microseconds))]
        )
        return _signer().sign(signing.b64_encode(payload).decode())

    @classmethod
    def read(cls, text: str) -> Self:
        """Check the signature and unpack, without the database.

        Raises: HoldNotFound for anything that we did not sign.
        """
        if len(text) > MAX_TOKEN_LENGTH:
            raise HoldNotFound
        try:
            payload = signing.b64_decode(_signer().unsign(text).encode())
        except signing.BadSignature:
            raise HoldNotFound from None
        show_id, microseconds = (
            int.from_bytes(payload[start : start + FIELD_BYTES], "big") for start in (16, 16 + FIELD_BYTES)
        )
        return cls(UUID(bytes=payload[:16]), show_id, EPOCH + microseconds * MICROSECOND)


def new_bits() -> UUID:
    """128 random bits for a new hold."""
    return UUID(bytes=secrets.token_bytes(16))


def hold_id_of(bits: UUID, show_id: int) -> UUID:
    """B15: a hold's id contains its show, so that no hold can have rows of two shows.

    It is the first eight bytes of the hold's bits, then the show's id in eight bytes, big-endian. A CHECK on
    `booking` and on `ticket_order` computes the same.
    """
    return UUID(bytes=bits.bytes[:FIELD_BYTES] + show_id.to_bytes(FIELD_BYTES, "big", signed=True))


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt="matinee.hold.token", sep=".")
