"""Approvals: a second person permits one action of another, on the spot, with their PIN (decision 0043)."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models import F

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.core.problems import Invalid
from matinee.staff.errors import (
    ApprovalExpired,
    ApprovalInvalid,
    ApprovalPinLocked,
    ApprovalRefused,
    ApproverShape,
    NeedsApproval,
    NotPermitted,
    WrongCredentials,
)
from matinee.staff.locking import lock_person
from matinee.staff.models import Approval, ApprovalPin, User
from matinee.staff.models.approval import MAX_TRIES
from matinee.staff.permissions import Permission

VALID_FOR = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)
ASK_WITHIN = timedelta(minutes=10)
TOKEN_BYTES = 32
PIN = re.compile(r"[0-9]{6,12}", re.ASCII)
SALT = "matinee.staff.approval"
DIGITS = "01234567890"


@dataclass(frozen=True)
class Action:
    """One action of one person that exceeds what the person may do alone.

    `facts` is JSON with everything that the approver agrees to, such as the amount.
    """

    person_id: int
    permission: Permission
    venue_id: int
    name: str
    facts: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        parts = [self.person_id, self.permission.value, self.venue_id, self.name, self.facts]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class _Asked:
    """What a request for an approval is about, as this site has signed it."""

    digest: str
    person_id: int
    permission: Permission
    venue_id: int
    name: str


def refusal(
    actor: Actor, permission: Permission, venue_id: int, name: str, facts: Mapping[str, Any]
) -> NotPermitted:
    """The refusal of an action that somebody else can approve. Programs get no approvals."""
    if actor.person_id is None:
        return NotPermitted.needs(permission)
    action = Action(actor.person_id, permission, venue_id, name, facts)
    signed = [action.digest, actor.person_id, permission.value, venue_id, name]
    return NeedsApproval(
        permission=permission.value,
        action=signing.dumps(signed, salt=SALT),
        approvers=approvers_of(actor.person_id, permission, venue_id),
    )


def approvers_of(person_id: int, permission: Permission, venue_id: int) -> list[ApproverShape]:
    """Who can approve what this person may not do, by name: others with a PIN and the right to do it."""
    people = User.objects.filter(is_active=True, approval_pin__isnull=False).exclude(pk=person_id)
    found = [one for one in people.prefetch_related("role_grants") if _may(one, permission, venue_id)]
    named: list[ApproverShape] = [{"id": one.pk, "name": one.get_full_name() or one.email} for one in found]
    return sorted(named, key=lambda one: (one["name"], one["id"]))


def approve(*, actor: Actor, approver_id: int, pin: str, action: str) -> tuple[Approval, str]:
    """Approve an action with the PIN of this person. Returns the approval and its token.

    Raises: ApprovalExpired, ApprovalRefused, ApprovalPinLocked.
    """
    asked = _read(action)
    if actor.person_id is None or actor.person_id != asked.person_id or approver_id == actor.person_id:
        raise ApprovalRefused
    _check_pin(actor, approver_id, pin, asked)
    return _approve(actor, approver_id, asked)


def use_approval(*, action: Action, token: str) -> int:
    """Use an approval up, in the transaction of the action. Returns the approver.

    Raises: ApprovalInvalid.
    """
    now = database_now()
    approvals = Approval.objects.filter(digest=_digest(token))
    # One statement: of two transactions, the second one waits here and finds it used.
    fitting = approvals.filter(
        action=bytes.fromhex(action.digest), person=action.person_id, expires_at__gt=now, used_at=None
    )
    if not fitting.update(used_at=now):
        raise ApprovalInvalid
    approval = approvals.select_related("approver").get()
    approver = approval.approver
    if not approver.is_active or not _may(approver, action.permission, action.venue_id):
        raise ApprovalInvalid
    return approver.pk


def set_pin(*, person: User, password: str, pin: str) -> ApprovalPin:
    """Set one's own PIN, which also unlocks it. The password proves that it is the person.

    Raises: WrongCredentials, Invalid.
    """
    if not person.check_password(password):
        raise WrongCredentials
    if not PIN.fullmatch(pin):
        raise Invalid(errors={"pin": ["This must be 6 to 12 digits."]})
    if len(set(pin)) == 1 or pin in DIGITS or pin[::-1] in DIGITS:
        raise Invalid(errors={"pin": ["This is too easy to guess. Choose other digits."]})
    # Hashing is slow by design, so it is done before the lock.
    return _store_pin(person, make_password(pin))


@transaction.atomic
def _store_pin(person: User, pin_hash: str) -> ApprovalPin:
    lock_person(person.pk)
    values = {"pin": pin_hash, "tries": 0, "set_at": database_now()}
    pin, _ = ApprovalPin.objects.update_or_create(user=person, defaults=values)
    record(Actor(person_id=person.pk), "approval pin set", object_type="person", object_id=person.pk)
    return pin


def _check_pin(actor: Actor, approver_id: int, pin: str, asked: _Asked) -> None:
    """Raises: ApprovalRefused, ApprovalPinLocked."""
    stored = ApprovalPin.objects.select_related("user").filter(pk=approver_id).first()
    may_approve = stored is not None and _may(stored.user, asked.permission, asked.venue_id)
    if stored is None or not may_approve or not stored.user.is_active:
        # As slow as a wrong PIN.
        make_password(pin)
        raise ApprovalRefused
    _count_try(approver_id)
    if not check_password(pin, stored.pin):
        _record_lock(actor, approver_id, asked.venue_id)
        raise ApprovalRefused
    ApprovalPin.objects.filter(pk=approver_id, pin=stored.pin).update(tries=0)


def _count_try(approver_id: int) -> None:
    """Count a try before the PIN is compared, so that no more than five are ever compared.

    Raises: ApprovalPinLocked.
    """
    open_pins = ApprovalPin.objects.filter(pk=approver_id, tries__lt=MAX_TRIES)
    if not open_pins.update(tries=F("tries") + 1):
        raise ApprovalPinLocked


@transaction.atomic
def _record_lock(actor: Actor, approver_id: int, venue_id: int) -> None:
    if ApprovalPin.objects.filter(pk=approver_id, tries=MAX_TRIES).exists():
        action = "approval pin locked"
        record(actor, action, object_type="person", object_id=approver_id, venue_id=venue_id)


@transaction.atomic
def _approve(actor: Actor, approver_id: int, asked: _Asked) -> tuple[Approval, str]:
    approver = lock_person(approver_id)
    if not approver.is_active or not _may(approver, asked.permission, asked.venue_id):
        raise ApprovalRefused
    now = database_now()
    Approval.objects.filter(expires_at__lte=now - KEPT_FOR).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    approval = Approval.objects.create(
        digest=_digest(token),
        action=bytes.fromhex(asked.digest),
        person_id=asked.person_id,
        approver=approver,
        permission=asked.permission,
        venue_id=asked.venue_id,
        expires_at=now + VALID_FOR,
    )
    record(
        Actor(person_id=actor.person_id, approver_id=approver_id),
        "action approved",
        object_type="approval",
        object_id=approval.pk,
        venue_id=asked.venue_id,
        facts={"action": asked.name, "permission": asked.permission.value},
    )
    return approval, token


def _may(approver: User, permission: Permission, venue_id: int) -> bool:
    access = approver.access
    return access.may(Permission.APPROVE, venue_id) and access.may(permission, venue_id)


def _read(action: str) -> _Asked:
    """Raises: ApprovalExpired, also for what this site has not signed."""
    try:
        digest, person_id, permission, venue_id, name = signing.loads(action, salt=SALT, max_age=ASK_WITHIN)
    except signing.BadSignature:
        raise ApprovalExpired from None
    return _Asked(digest, person_id, Permission(permission), venue_id, name)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
