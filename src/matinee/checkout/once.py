"""B15: no retry sells twice. The first answer is kept for a day, under the caller's Idempotency-Key."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import OperationalError
from django.utils.crypto import salted_hmac

from matinee.booking.errors import KeyMismatch
from matinee.booking.locking import LOCK_NOT_AVAILABLE, bound_waits
from matinee.checkout.errors import KeyInFlight
from matinee.checkout.models import IdempotencyKey, TicketOrder
from matinee.core.clock import ClockTimestamp

KEPT_FOR = timedelta(hours=24)
TWIN_WAIT_MS = 10_000


@dataclass(frozen=True)
class Once:
    """A key and what was asked under it, both as digests: nothing personal is stored."""

    key_digest: bytes
    request_digest: bytes

    @classmethod
    def of(cls, key: str, request: str) -> "Once":
        """Digest a key and a canonical text of the request; keyed, since a request may name a person."""
        return cls(
            key_digest=sha256(key.encode()).digest(),
            request_digest=salted_hmac("matinee.checkout.once", request, algorithm="sha256").digest(),
        )


def claim(once: Once) -> TicketOrder | None:
    """Write the key, waiting for a twin that wrote it first; its order, or None when the work is ours.

    The wait is on the primary key: the twin's commit ends it, and so does its roll-back.

    Raises: KeyMismatch, KeyInFlight.
    """
    mine = IdempotencyKey.objects.filter(pk=once.key_digest)
    bound_waits(TWIN_WAIT_MS)
    try:
        mine.filter(created_at__lte=ClockTimestamp() - KEPT_FOR).delete()
        IdempotencyKey.objects.bulk_create(
            [IdempotencyKey(key_digest=once.key_digest, request_digest=once.request_digest)],
            ignore_conflicts=True,
        )
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise KeyInFlight from error
    bound_waits(settings.LOCK_WAIT_MS)
    row = mine.select_related("order").get()
    if bytes(row.request_digest) != once.request_digest:
        raise KeyMismatch
    return row.order


def settle(once: Once, order: TicketOrder) -> None:
    """Keep the answer with the key, in the transaction that books."""
    IdempotencyKey.objects.filter(pk=once.key_digest).update(order=order)
