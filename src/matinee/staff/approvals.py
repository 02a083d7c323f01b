"""Approvals: a second person permits one action of another on the spot, by PIN (decision 0043) or passkey
(decision 0051).
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.staff.approval_pin import check_pin, pin_of
from matinee.staff.errors import (
    ApprovalExpired,
    ApprovalInvalid,
    ApprovalRefused,
    ApproverShape,
    NeedsApproval,
    NotPermitted,
    PasskeyRefused,
)
from matinee.staff.locking import lock_person
from matinee.staff.models import Approval, User
from matinee.staff.passkeys import begin_approval, complete_approval, ids_with_passkey
from matinee.staff.permissions import Permission

VALID_FOR = timedelta(seconds=60)
KEPT_FOR = timedelta(days=1)
ASK_WITHIN = timedelta(minutes=10)
TOKEN_BYTES = 32
SALT = "matinee.staff.approval"


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
    """Who can approve what this person may not do, by name, and how: others with the right to do it."""
    people = User.objects.filter(is_active=True).exclude(pk=person_id).select_related("approval_pin")
    able = [one for one in people.prefetch_related("role_grants") if _may(one, permission, venue_id)]
    passkeys = ids_with_passkey(able)
    named: list[ApproverShape] = [
        {
            "id": one.pk,
            "name": one.get_full_name() or one.email,
            "pin": pin_of(one) is not None,
            "passkey": one.pk in passkeys,
        }
        for one in able
        if pin_of(one) or one.pk in passkeys
    ]
    return sorted(named, key=lambda one: (one["name"], one["id"]))


def approve(*, actor: Actor, approver_id: int, pin: str, action: str) -> tuple[Approval, str]:
    """Approve an action with the PIN of this person. Returns the approval and its token.

    Raises: ApprovalExpired, ApprovalRefused, ApprovalPinLocked.
    """
    asked = _asked_by(actor, approver_id, action)
    approver = _approver_of(asked, approver_id)
    check_pin(actor=actor, approver=approver, pin=pin, venue_id=asked.venue_id)
    return _approve(actor, approver_id, asked)


def begin_approval_with_passkey(
    *, actor: Actor, approver_id: int, action: str, browser: bytes
) -> dict[str, Any]:
    """Return the options for `navigator.credentials.get`, with which this person approves the action.

    Raises: ApprovalExpired, ApprovalRefused.
    """
    asked, approver = _asked_of_approver(actor, approver_id, action)
    with _refusal_of_passkey():
        return begin_approval(approver=approver, action=bytes.fromhex(asked.digest), browser=browser)


def approve_with_passkey(
    *, actor: Actor, approver_id: int, action: str, browser: bytes, credential: Mapping[str, Any]
) -> tuple[Approval, str]:
    """Approve an action with a passkey of this person. Returns the approval and its token.

    Raises: ApprovalExpired, ApprovalRefused.
    """
    asked, approver = _asked_of_approver(actor, approver_id, action)
    with _refusal_of_passkey():
        complete_approval(
            approver=approver, action=bytes.fromhex(asked.digest), browser=browser, credential=credential
        )
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


def _asked_by(actor: Actor, approver_id: int, action: str) -> _Asked:
    """The action, if this actor has asked for it and another person is to approve it.

    Raises: ApprovalExpired, ApprovalRefused.
    """
    asked = _read(action)
    if actor.person_id is None or actor.person_id != asked.person_id or approver_id == actor.person_id:
        raise ApprovalRefused
    return asked


def _asked_of_approver(actor: Actor, approver_id: int, action: str) -> tuple[_Asked, User]:
    """The action and the person who is to approve it.

    Raises: ApprovalExpired, ApprovalRefused.
    """
    asked = _asked_by(actor, approver_id, action)
    approver = _approver_of(asked, approver_id)
    if approver is None:
        raise ApprovalRefused
    return asked, approver


def _approver_of(asked: _Asked, approver_id: int) -> User | None:
    """The person, if they may approve the action."""
    people = User.objects.filter(pk=approver_id, is_active=True)
    person = people.select_related("approval_pin").first()
    return person if person and _may(person, asked.permission, asked.venue_id) else None


@contextmanager
def _refusal_of_passkey() -> Iterator[None]:
    """Refuse as for a wrong PIN."""
    try:
        yield
    except PasskeyRefused as error:
        raise ApprovalRefused from error


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
