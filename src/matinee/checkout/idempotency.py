"""B15: no retry sells twice. The first answer is kept for a day, under the caller's Idempotency-Key."""

import time
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from matinee.booking.errors import KeyMismatch
from matinee.booking.models import Booking, HoldKey
from matinee.checkout.errors import KeyInFlight
from matinee.checkout.models import IdempotencyKey, OrderStatus, TicketOrder
from matinee.core.clock import ClockTimestamp

KEPT_FOR = timedelta(hours=24)
TWIN_WAIT_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.1


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
            request_digest=salted_hmac("matinee.checkout.idempotency", request, algorithm="sha256").digest(),
        )


class TwinWasFirst(Exception):
    """The same key was written a moment ago, by a request that is under way."""


def first_answer(once: Once) -> IdempotencyKey | None:
    """What this key was answered before, once a twin under way has it; None for a new key.

    Raises: KeyMismatch, KeyInFlight.
    """
    give_up_at = time.monotonic() + TWIN_WAIT_SECONDS
    while row := _kept(once):
        if bytes(row.request_digest) != once.request_digest:
            raise KeyMismatch
        if row.answered:
            return row
        if time.monotonic() > give_up_at:
            raise KeyInFlight
        time.sleep(LOOK_EVERY_SECONDS)
    return None


def claim(once: Once) -> None:
    """Write the key first thing in the transaction that freezes; a refusal there takes it back.

    Raises: TwinWasFirst.
    """
    IdempotencyKey.objects.filter(pk=once.key_digest, created_at__lte=ClockTimestamp() - KEPT_FOR).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_key (key_digest, request_digest) VALUES (%s, %s)"
            " ON CONFLICT (key_digest) DO NOTHING",
            [once.key_digest, once.request_digest],
        )
        if cursor.rowcount == 0:
            raise TwinWasFirst


def belongs_to(once: Once, order: TicketOrder) -> None:
    """Say whose answer the key waits for."""
    IdempotencyKey.objects.filter(pk=once.key_digest).update(order=order)


def settle(order: TicketOrder, decline_code: str = "") -> None:
    """Keep the answer with the keys that asked for it, in the transaction that decided it."""
    IdempotencyKey.objects.filter(order=order, answered=False).update(
        answered=True, decline_code=decline_code
    )


def forget_old_keys() -> None:
    """Delete keys after 24 hours; the key of a hold stays while the hold has rows or its order is open."""
    IdempotencyKey.objects.filter(created_at__lte=ClockTimestamp() - KEPT_FOR).delete()
    rows_of_hold = Booking.objects.filter(hold_id=OuterRef("hold_id"))
    open_order = TicketOrder.objects.filter(hold_id=OuterRef("hold_id"), status=OrderStatus.PENDING)
    HoldKey.objects.filter(
        ~Exists(rows_of_hold), ~Exists(open_order), at__lte=ClockTimestamp() - KEPT_FOR
    ).delete()


def _kept(once: Once) -> IdempotencyKey | None:
    rows = IdempotencyKey.objects.select_related("order").filter(
        pk=once.key_digest, created_at__gt=ClockTimestamp() - KEPT_FOR
    )
    return rows.first()
