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
from matinee.booking.tokens import HoldToken
from matinee.core.prepared import rows

FIND = """
SELECT show_id, seats_digest, hold_id,
       at <= clock_timestamp() - interval '24 hours'
       AND NOT EXISTS (SELECT FROM booking WHERE booking.hold_id = hold_key.hold_id)
FROM hold_key
WHERE key_digest = %(key)s::bytea
"""

IS_USED = "SELECT FROM hold_key WHERE key_digest = %(key)s::bytea"

# A key whose hold is over names a new hold from then on. If the row names any other hold by now, another
# request with the same key was first.
CLAIM = """
INSERT INTO hold_key AS used (key_digest, show_id, seats_digest, hold_id, at)
VALUES (%(key)s::bytea, %(show)s, %(seats)s::bytea, %(hold)s, clock_timestamp())
ON CONFLICT (key_digest) DO UPDATE SET
    show_id = excluded.show_id, seats_digest = excluded.seats_digest, hold_id = excluded.hold_id,
    at = excluded.at
WHERE used.hold_id = %(over)s
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


def find_hold(key: RequestKey) -> UUID | None:
    """The hold that this key made; None for a new key.

    A key that is older than 24 hours and whose hold has no rows may be used for another request.

    Raises: KeyMismatch, when the key was used for another show or other seats.
    """
    found = rows(FIND, {"key": key.digest})
    if not found:
        return None
    show_id, seats_digest, hold_id, is_over = found[0]
    same_request = (show_id, f"\\x{seats_digest.hex()}") == (key.show_id, key.seats_digest)
    if not same_request and not is_over:
        raise KeyMismatch
    known: UUID = hold_id
    return known


def is_used(key: RequestKey) -> bool:
    """Whether a committed request came with this key before."""
    return bool(rows(IS_USED, {"key": key.digest}))


def claim(key: RequestKey, hold_id: UUID, *, instead_of: UUID | None) -> None:
    """Record in the hold's own transaction what the key is used for.

    `instead_of` is the hold that the key named before and that is over.

    Raises: HoldChangedMeanwhile, when a request with the same key was first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "key": key.digest,
                "seats": key.seats_digest,
                "show": key.show_id,
                "hold": hold_id,
                "over": instead_of,
            },
        )
        if cursor.rowcount == 0:
            raise HoldChangedMeanwhile


def _digest(text: str) -> str:
    return f"\\x{sha256(text.encode()).hexdigest()}"
