"""B15: the idempotency key of a hold has a row of its own.

A release or a refund deletes the rows of a hold. The table `hold_key` therefore records what a key was used
for, for 24 hours and for as long as its hold has rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection

from matinee.booking import sql
from matinee.booking.errors import KeyMismatch
from matinee.booking.locking import HoldChangedConcurrently
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.runtime.prepared_statements import fetch_all

FIND_KEY = sql.statement("find_key")
CLAIM_KEY = sql.statement("claim_key")
IS_USED = "SELECT FROM hold_key WHERE key_digest = %(key)s::bytea"


@dataclass(frozen=True)
class RequestKey:
    """An idempotency key and the request that came with it, as digests in PostgreSQL's text form of bytea."""

    digest: str
    seats_digest: str
    """The digest of the seats in ascending order, and of the hold that they join, if any."""
    show_id: int

    @classmethod
    def of(cls, key: str, show_id: int, seat_ids: Sequence[int], token: HoldToken | None) -> "RequestKey":
        """Digest a key and its request."""
        joins = token.hold_id.hex if token else ""
        request = f"{joins}:{','.join(map(str, sorted(seat_ids)))}"
        return cls(_digest(key), _digest(request), show_id)


@dataclass(frozen=True)
class EarlierUse:
    """The earlier use of a key."""

    bits: UUID
    """The random bits of the hold that it made."""
    is_same_request: bool
    """Otherwise the key is older than 24 hours and its hold has no rows, so it may be used again."""


def find_use(key: RequestKey) -> EarlierUse | None:
    """Return the earlier use of a key; None for a new key.

    Raises: KeyMismatch, if the key was used for another show or other seats.
    """
    found = fetch_all(FIND_KEY, {"key": key.digest})
    if not found:
        return None
    show_id, seats_digest, bits, may_be_used_again = found[0]
    is_same_request = (show_id, f"\\x{seats_digest.hex()}") == (key.show_id, key.seats_digest)
    if not is_same_request and not may_be_used_again:
        raise KeyMismatch
    return EarlierUse(bits, is_same_request)


def is_used(key: RequestKey) -> bool:
    """Return whether a committed request used this key."""
    return bool(fetch_all(IS_USED, {"key": key.digest}))


def claim(key: RequestKey, bits: UUID, *, instead_of: EarlierUse | None, now: datetime) -> None:
    """Record in the hold's own transaction what the key is used for.

    Raises: HoldChangedConcurrently, if a request with the same key was first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM_KEY,
            {
                "key": key.digest,
                "seats": key.seats_digest,
                "show": key.show_id,
                "hold": hold_id_of(bits, key.show_id),
                "bits": bits,
                "now": now,
                "replaces": instead_of.bits if instead_of else None,
            },
        )
        if cursor.rowcount == 0:
            raise HoldChangedConcurrently


def _digest(text: str) -> str:
    return f"\\x{sha256(text.encode()).hexdigest()}"
