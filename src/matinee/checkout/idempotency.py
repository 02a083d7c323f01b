"""Idempotency keys (B15): a repeated request gets the first response, for 24 hours, and never sells twice."""

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
from matinee.core.clock import ClockTimestamp, database_now

RETENTION = timedelta(hours=24)
WAIT_SECONDS = 10.0
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class IdempotentRequest:
    """The digests of an idempotency key and of its request. No personal data is stored."""

    key_digest: bytes
    request_digest: bytes

    @classmethod
    def of(cls, key: str, request: str) -> "IdempotentRequest":
        """Digest a key and the canonical text of its request.

        The request's digest is keyed (HMAC), because the text may contain personal data.
        """
        return cls(
            key_digest=sha256(key.encode()).digest(),
            request_digest=salted_hmac("matinee.checkout.idempotency", request, algorithm="sha256").digest(),
        )


class KeyTaken(Exception):
    """A concurrent request has written the same key."""


def stored_response(request: IdempotentRequest) -> IdempotencyKey | None:
    """Return the key's row with its response, or None for a new key.

    Waits up to WAIT_SECONDS for a concurrent request with the same key.

    Raises: KeyMismatch; KeyInFlight, after the wait.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while row := _stored_key(request):
        if bytes(row.request_digest) != request.request_digest:
            raise KeyMismatch
        if row.completed:
            return row
        if time.monotonic() > deadline:
            raise KeyInFlight
        time.sleep(POLL_SECONDS)
    return None


def claim(request: IdempotentRequest) -> None:
    """Write the key as the first step of the transaction. A rollback removes it again.

    Raises: KeyTaken.
    """
    IdempotencyKey.objects.filter(pk=request.key_digest, created_at__lte=database_now() - RETENTION).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_key (key_digest, request_digest) VALUES (%s, %s)"
            " ON CONFLICT (key_digest) DO NOTHING",
            [request.key_digest, request.request_digest],
        )
        if cursor.rowcount == 0:
            raise KeyTaken


def attach_order(request: IdempotentRequest, order: TicketOrder) -> None:
    """Save which order's result is the response to the key."""
    IdempotencyKey.objects.filter(pk=request.key_digest).update(order=order)


def store_response(order: TicketOrder, decline_code: str = "") -> None:
    """Store the response to the order's open keys, in the transaction that decides it."""
    IdempotencyKey.objects.filter(order=order, completed=False).update(
        completed=True, decline_code=decline_code
    )


def delete_old_keys() -> None:
    """Delete keys after RETENTION. A hold's key stays while the hold has rows or its order is open."""
    limit = database_now() - RETENTION
    IdempotencyKey.objects.filter(created_at__lte=limit).delete()
    rows_of_hold = Booking.objects.filter(hold_id=OuterRef("hold_id"))
    open_order = TicketOrder.objects.filter(hold_id=OuterRef("hold_id"), status=OrderStatus.PENDING)
    HoldKey.objects.filter(~Exists(rows_of_hold), ~Exists(open_order), at__lte=limit).delete()


def _stored_key(request: IdempotentRequest) -> IdempotencyKey | None:
    rows = IdempotencyKey.objects.select_related("order").filter(
        pk=request.key_digest, created_at__gt=ClockTimestamp() - RETENTION
    )
    return rows.first()
