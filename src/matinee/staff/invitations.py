"""Invitations: the signed link with which a person sets a password."""

import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.staff import second_factor
from matinee.staff.errors import InvitationInvalid
from matinee.staff.locking import lock_person
from matinee.staff.models import Invitation, User
from matinee.staff.passwords import hash_of_new

VALID_FOR = timedelta(days=7)
NONCE_BYTES = 16
MAX_TOKEN_LENGTH = 200
SIGNER = signing.Signer(salt="matinee.staff.invitation", sep=".")


def invite(*, person: User, actor: Actor, language: str) -> Invitation:
    """Open an invitation, instead of an earlier one. Call it in the transaction that records it."""
    now = database_now()
    invitation, _ = Invitation.objects.update_or_create(
        user=person,
        defaults={
            "nonce": secrets.token_bytes(NONCE_BYTES),
            "invited_by_id": actor.person_id,
            "language": language,
            "created_at": now,
            "expires_at": now + VALID_FOR,
        },
    )
    return invitation


def token_of(invitation: Invitation) -> str:
    """The secret in the link of an invitation."""
    nonce = urlsafe_b64encode(bytes(invitation.nonce)).decode().rstrip("=")
    return SIGNER.sign(f"{invitation.pk}-{nonce}")


def link_of(invitation: Invitation) -> str:
    """The link of an invitation."""
    return f"{settings.SITE_URL}/staff/invitation/{token_of(invitation)}"


def is_open(invitation: Invitation) -> bool:
    """Whether the link can still be used.

    It ends with its time, with the account of the person, and with the rights of the person who sent it:
    a link does not give more than its sender may give when it is used.
    """
    person, sender = invitation.user, invitation.invited_by
    if sender is None or not sender.is_active or not person.is_active:
        return False
    if person.is_administrator and not sender.access.is_administrator:
        return False
    may_give_all = all(sender.access.may_grant(grant) for grant in person.access.grants)
    return may_give_all and invitation.expires_at > database_now()


def read_invitation(token: str) -> Invitation:
    """The invitation of a link that can still be used.

    Raises: InvitationInvalid.
    """
    return _open_invitation(_read(token), token)


def accept_invitation(*, token: str, password: str) -> User:
    """Set the password of the account. The link, an earlier password and its second factor end.

    Raises: InvitationInvalid; ValidationError, for a weak password.
    """
    person_id = _read(token)
    password_hash = hash_of_new(password, _open_invitation(person_id, token).user)
    return _set_password(person_id, token, password_hash)


@transaction.atomic
def _set_password(person_id: int, token: str, password_hash: str) -> User:
    lock_person(person_id)
    invitation = _open_invitation(person_id, token)
    person = invitation.user
    invitation.delete()
    second_factor.reset(person)
    person.password = password_hash
    person.save(update_fields=["password"])
    record(Actor(person_id=person.pk), "invitation accepted", object_type="person", object_id=person.pk)
    return person


def _open_invitation(person_id: int, token: str) -> Invitation:
    invitations = Invitation.objects.select_related("user", "invited_by")
    invitation = invitations.filter(pk=person_id).first()
    if invitation is None or token_of(invitation) != token or not is_open(invitation):
        raise InvitationInvalid
    return invitation


def _read(token: str) -> int:
    """The person's id in a link that this site signed. Raises: InvitationInvalid."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvitationInvalid
    try:
        return int(SIGNER.unsign(token).partition("-")[0])
    except (signing.BadSignature, ValueError):
        raise InvitationInvalid from None
