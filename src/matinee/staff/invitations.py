"""Invitations: the signed link with which a person sets a password."""

import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.db import transaction

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.staff import second_factor
from matinee.staff.errors import InvitationInvalid
from matinee.staff.models import Invitation, User

VALID_FOR = timedelta(days=7)
NONCE_BYTES = 16
MAX_TOKEN_LENGTH = 200
SIGNER = signing.Signer(salt="matinee.staff.invitation", sep=".")


def invite(person: User, actor: Actor, language: str) -> Invitation:
    """Open an invitation, instead of an earlier one. Call it in the transaction that records it."""
    invitation, _ = Invitation.objects.update_or_create(
        user=person,
        defaults={
            "nonce": secrets.token_bytes(NONCE_BYTES),
            "invited_by_id": actor.person_id,
            "language": language,
            "expires_at": database_now() + VALID_FOR,
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


def open_invitation(token: str) -> Invitation:
    """The invitation of a link.

    Raises: InvitationInvalid.
    """
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvitationInvalid
    try:
        person_id = int(SIGNER.unsign(token).partition("-")[0])
    except (signing.BadSignature, ValueError):
        raise InvitationInvalid from None
    invitation = Invitation.objects.select_related("user").filter(pk=person_id).first()
    if invitation is None or token_of(invitation) != token or invitation.expires_at <= database_now():
        raise InvitationInvalid
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the password of the account. The link, an earlier password and its second factor end.

    Raises: InvitationInvalid; ValidationError, for a weak password.
    """
    invitation = open_invitation(token)
    person = invitation.user
    validate_password(password, person)
    # Of two requests with the same link, one deletes the row.
    deleted, _ = Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce).delete()
    if not deleted:
        raise InvitationInvalid
    second_factor.reset(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(Actor(person_id=person.pk), "invitation accepted", object_type="person", object_id=person.pk)
    return person
