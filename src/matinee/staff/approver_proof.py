"""How an approver proves who it is: by PIN or passkey. Tries of both count into one lock (decision 0043)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from matinee.audit.services import Actor, record
from matinee.staff.errors import ApprovalPinLocked, ApprovalRefused
from matinee.staff.models import ApprovalPin, User
from matinee.staff.models.approval import MAX_TRIES


@contextmanager
def counted_try(actor: Actor, approver_id: int, venue_id: int) -> Iterator[None]:
    """Count a try; the block raises ApprovalRefused if it fails. A correct one starts the count again.

    Raises: ApprovalPinLocked.
    """
    count_try(approver_id)
    try:
        yield
    except ApprovalRefused:
        _record_lock(actor, approver_id, venue_id)
        raise
    ApprovalPin.objects.filter(pk=approver_id).update(tries=0)


def count_try(approver_id: int) -> None:
    """Count a try before anything is compared, so that no more than five ever are.

    Raises: ApprovalPinLocked.
    """
    open_pins = ApprovalPin.objects.filter(pk=approver_id, tries__lt=MAX_TRIES)
    if not open_pins.update(tries=F("tries") + 1):
        raise ApprovalPinLocked


def check_open(approver: User) -> None:
    """Raises: ApprovalPinLocked."""
    if (stored := _stored(approver)) and stored.is_locked:
        raise ApprovalPinLocked


def has_pin(person: User) -> bool:
    """Whether the person has set an approval PIN."""
    stored = _stored(person)
    return stored is not None and stored.pin != ""


def check_pin(approver: User, pin: str) -> None:
    """Raises: ApprovalRefused."""
    stored = _stored(approver)
    if stored is None or not check_password(pin, stored.pin):
        raise ApprovalRefused


def refuse_slowly(pin: str) -> NoReturn:
    """Refuse a person who cannot approve by PIN, as slowly as a wrong PIN. Raises: ApprovalRefused."""
    make_password(pin)
    raise ApprovalRefused


def start_count(approver: User) -> None:
    """Give a person without a PIN the row that counts tries."""
    ApprovalPin.objects.bulk_create([ApprovalPin(user=approver, pin="")], ignore_conflicts=True)


def _stored(person: User) -> ApprovalPin | None:
    return getattr(person, "approval_pin", None)


@transaction.atomic
def _record_lock(actor: Actor, approver_id: int, venue_id: int) -> None:
    if ApprovalPin.objects.filter(pk=approver_id, tries=MAX_TRIES).exists():
        action = "approval pin locked"
        record(actor, action, object_type="person", object_id=approver_id, venue_id=venue_id)
