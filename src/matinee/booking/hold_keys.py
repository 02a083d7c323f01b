"""B15: the idempotency key of a hold has a row of its own.

The rows of a hold are deleted by a release, and its seats by a refund. What a key was used for is therefore
not read from them: `hold_key` keeps it for 24 hours, and for as long as its hold has rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import connection

from matinee.booking.errors import KeyMismatch
from matinee.booking.locking import HoldChangedMeanwhile
from matinee.booking.tokens import HoldToken, hold_id_of
from matinee.runtime.prepared_statements import fetch_all

FIND = """
SELECT show_id, seats_digest, hold_bits,
       at <= clock_timestamp() - interval '24 hours'
       AND NOT EXISTS (SELECT FROM booking WHERE booking.hold_id = hold_key.hold_id)
FROM hold_key
WHERE key_digest = %(key)s::bytea
"""

IS_USED = "SELECT FROM hold_key WHERE key_digest = %(key)s::bytea"

# If the row names any other hold than the one that is over, another request with the same key was first.
CLAIM = """
INSERT INTO hold_key AS used (key_digest, show_id, seats_digest, hold_id, hold_bits, at)
VALUES (%(key)s::bytea, %(show)s, %(seats)s::bytea, %(hold)s, %(bits)s, clock_timestamp())
ON CONFLICT (key_digest) DO UPDATE SET
    show_id = excluded.show_id, seats_digest = excluded.seats_digest, hold_id = excluded.hold_id,
    hold_bits = excluded.hold_bits, at = excluded.at
WHERE used.hold_bits = %(over)s
"""


@dataclass(frozen=True)
class RequestKey:
    """An idempotency key and the request that came with it, as digests in PostgreSQL's text form of bytea."""

    digest: str
    seats_digest: str
    """Of the seats in ascending order, and of the hold that they join, if any."""
    show_id: int

    @classmethod
    def of(cls, key: str, show_id: int, seat_ids: Sequence[int], token: HoldToken | None) -> "RequestKey":
        """Digest a key and its request."""
        joins = token.hold_id.hex if token else ""
        request = f"{joins}:{','.join(map(str, sorted(seat_ids)))}"
        return cls(_digest(key), _digest(request), show_id)


@dataclass(frozen=True)
class EarlierUse:
    """What a key was used for before."""

    bits: UUID
    """Of the hold that it made."""
    is_same_request: bool
    """Else the key is older than 24 hours and its hold has no rows, so it may be used again."""


def find_use(key: RequestKey) -> EarlierUse | None:
    """The hold that this key made; None for a new key.

    Raises: KeyMismatch, when the key was used for another show or other seats.
    """
    found = fetch_all(FIND, {"key": key.digest})
    if not found:
        return None
    show_id, seats_digest, bits, may_be_used_again = found[0]
    is_same_request = (show_id, f"\\x{seats_digest.hex()}") == (key.show_id, key.seats_digest)
    if not is_same_request and not may_be_used_again:
        raise KeyMismatch
    return EarlierUse(bits, is_same_request)


def is_used(key: RequestKey) -> bool:
    """Whether a committed request came with this key before."""
    return bool(fetch_all(IS_USED, {"key": key.digest}))


def claim(key: RequestKey, bits: UUID, *, instead_of: EarlierUse | None) -> None:
    """Record in the hold's own transaction what the key is used for.

    Raises: HoldChangedMeanwhile, when a request with the same key was first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "key": key.digest,
                "seats": key.seats_digest,
                "show": key.show_id,
                "hold": hold_id_of(bits, key.show_id),
                "bits": bits,
                "over": instead_of.bits if instead_of else None,
            },
        )
        if cursor.rowcount == 0:
            raise HoldChangedMeanwhile


def _digest(text: str) -> str:
    return f"\\x{sha256(text.encode()).hexdigest()}"
