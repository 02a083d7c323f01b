"""The PIN with which a person approves. Tries are counted before anything is compared (decision 0043)."""

import re

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.core.problems import Invalid
from matinee.staff.errors import ApprovalPinLocked, ApprovalRefused, WrongCredentials
from matinee.staff.locking import lock_person
from matinee.staff.models import ApprovalPin, User
from matinee.staff.models.approval import MAX_TRIES

PIN = re.compile(r"[0-9]{6,12}", re.ASCII)
DIGITS = "01234567890"


def set_pin(*, person: User, password: str, pin: str) -> ApprovalPin:
    """Set one's own PIN, which also unlocks it. The password proves that it is the person.

    Raises: WrongCredentials, Invalid.
    """
    if not person.check_password(password):
        raise WrongCredentials
    if not PIN.fullmatch(pin):
        raise Invalid(errors={"pin": [_("This must be 6 to 12 digits.")]})
    if len(set(pin)) == 1 or pin in DIGITS or pin[::-1] in DIGITS:
        raise Invalid(errors={"pin": [_("This is too easy to guess. Choose other digits.")]})
    # Hashing is slow by design, so it is done before the lock.
    return _store_pin(person, make_password(pin))


def pin_of(person: User) -> ApprovalPin | None:
    """The approval PIN of a person, if they have set one."""
    return getattr(person, "approval_pin", None)


def check_pin(*, actor: Actor, approver: User | None, pin: str, venue_id: int) -> None:
    """Count a try of the actor, and compare the PIN. A correct one starts the count again.

    None is a person who may not approve: they are refused as slowly as a wrong PIN.

    Raises: ApprovalRefused, ApprovalPinLocked.
    """
    stored = None if approver is None else pin_of(approver)
    if stored is None:
        make_password(pin)
        raise ApprovalRefused
    count_try(stored.pk)
    if not check_password(pin, stored.pin):
        _record_lock(actor, stored.pk, venue_id)
        raise ApprovalRefused
    ApprovalPin.objects.filter(pk=stored.pk).update(tries=0)


def count_try(approver_id: int) -> None:
    """Count a try before the PIN is compared, so that no more than five are.

    Raises: ApprovalPinLocked.
    """
    open_pins = ApprovalPin.objects.filter(pk=approver_id, tries__lt=MAX_TRIES)
    if not open_pins.update(tries=F("tries") + 1):
        raise ApprovalPinLocked


@transaction.atomic
def _store_pin(person: User, pin_hash: str) -> ApprovalPin:
    lock_person(person.pk)
    values = {"pin": pin_hash, "tries": 0, "set_at": database_now()}
    pin, _ = ApprovalPin.objects.update_or_create(user=person, defaults=values)
    record(Actor(person_id=person.pk), "approval pin set", object_type="person", object_id=person.pk)
    return pin


@transaction.atomic
def _record_lock(actor: Actor, approver_id: int, venue_id: int) -> None:
    if ApprovalPin.objects.filter(pk=approver_id, tries=MAX_TRIES).exists():
        action = "approval pin locked"
        record(actor, action, object_type="person", object_id=approver_id, venue_id=venue_id)
