"""The first owner: a new installation prints a link, with which one account is created."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from matinee.audit.services import COMMAND, Actor, record
from matinee.core.clock import database_now
from matinee.staff.errors import AddressInUse, OwnerExists, SetupLinkInvalid
from matinee.staff.locking import lock_setup_link
from matinee.staff.models import RoleGrant, SetupLink, User
from matinee.staff.passwords import hash_of_new
from matinee.staff.permissions import Role

VALID_FOR = timedelta(hours=1)
TOKEN_BYTES = 32
NO_PASSWORD = "!"  # noqa: S105 - the beginning of the hash of an account without a password


def has_owner() -> bool:
    """Whether somebody can sign in who owns all venues or administers the installation."""
    grants = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.OWNER, venue=None)
    people = User.objects.filter(Q(is_superuser=True) | Exists(grants), is_active=True)
    return people.exclude(password__startswith=NO_PASSWORD).exists()


@transaction.atomic
def new_setup_link() -> str:
    """Open a link, which replaces the former one, and return its address. It is valid for an hour, once.

    Raises: OwnerExists.
    """
    if has_owner():
        raise OwnerExists
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = database_now()
    values = {"digest": _digest(token), "created_at": now, "expires_at": now + VALID_FOR}
    SetupLink.objects.update_or_create(pk=1, defaults=values)
    record(COMMAND, "set-up link created", object_type="set-up link", object_id=1)
    return f"{settings.SITE_URL}/staff/setup/{token}"


def create_first_owner(*, token: str, email: str, first_name: str, last_name: str, password: str) -> User:
    """Create an owner of all venues with this password. The link ends.

    Raises: SetupLinkInvalid, AddressInUse; ValidationError, for a weak password.
    """
    _require_open(SetupLink.objects.first(), token)
    password_hash = hash_of_new(password, User(email=email, first_name=first_name, last_name=last_name))
    return _create(token, email, first_name, last_name, password_hash)


@transaction.atomic
def _create(token: str, email: str, first_name: str, last_name: str, password_hash: str) -> User:
    link = lock_setup_link()
    _require_open(link, token)
    SetupLink.objects.all().delete()
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    except (ValidationError, IntegrityError) as error:
        raise AddressInUse from error
    person.password = password_hash
    person.save(update_fields=["password"])
    RoleGrant.objects.create(user=person, role=Role.OWNER)
    record(Actor(person_id=person.pk), "first owner created", object_type="person", object_id=person.pk)
    return person


def _require_open(link: SetupLink | None, token: str) -> None:
    """Raises: SetupLinkInvalid, also as soon as there is an owner."""
    is_known = link is not None and hmac.compare_digest(bytes(link.digest), _digest(token))
    if link is None or not is_known or link.expires_at <= database_now() or has_owner():
        raise SetupLinkInvalid


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
