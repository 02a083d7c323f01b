"""The keys of programs: 32 random bytes, shown once and stored hashed."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.core.problems import Invalid
from matinee.core.validation import validate_row
from matinee.staff.errors import ApiKeyInvalid, ApiKeyNotFound, NotPermitted
from matinee.staff.locking import lock_venues
from matinee.staff.models import ApiKey
from matinee.staff.permissions import Access, Grant, Permission
from matinee.staff.queries import access_of, api_keys_visible_to

PREFIX = "mtk_"
KEY_BYTES = 32
MAX_LENGTH = 100
USE_PRECISION = timedelta(minutes=1)
API_KEY = "api key"


@transaction.atomic
def create_api_key(
    *, actor: Actor, name: str, grant: Grant, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """Create a key with this role. Returns the row and the key, which cannot be read again.

    Raises: NotPermitted, Invalid.
    """
    lock_venues([grant.venue_id], "venue_id")
    _check_access(access_of(actor), grant)
    if expires_at is not None and expires_at <= database_now():
        raise Invalid(errors={"expires_at": [_("This must be in the future.")]})
    secret = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    key = ApiKey(
        name=name,
        digest=_digest(secret),
        ending=secret[-4:],
        role=grant.role,
        venue_id=grant.venue_id,
        created_by_id=actor.person_id,
        expires_at=expires_at,
    )
    validate_row(key, exclude=["created_at"])
    key.save()
    key.refresh_from_db()
    _record(actor, "api key created", key, {"after": {"role": grant.role.value}})
    return key, secret


@transaction.atomic
def revoke_api_key(*, actor: Actor, key_id: int) -> ApiKey:
    """End a key at once. A repeat changes nothing.

    Raises: ApiKeyNotFound, NotPermitted.
    """
    access = access_of(actor)
    key = api_keys_visible_to(access).filter(pk=key_id).first()
    if key is None:
        raise ApiKeyNotFound
    _check_access(access, key.grant)
    if ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=database_now()):
        _record(actor, "api key revoked", key, {})
    key.refresh_from_db()
    return key


def key_of_secret(secret: str) -> ApiKey:
    """The key that a program sends. Remembers when it was last used, to the minute.

    Raises: ApiKeyInvalid.
    """
    if len(secret) > MAX_LENGTH or not secret.startswith(PREFIX):
        raise ApiKeyInvalid
    now = database_now()
    valid = ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    key = valid.filter(digest=_digest(secret)).first()
    if key is None:
        raise ApiKeyInvalid
    if key.last_used_at is None or key.last_used_at <= now - USE_PRECISION:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def _check_access(access: Access, grant: Grant) -> None:
    """A person gives a program only what they may give a person. Raises: NotPermitted."""
    if not access.may(Permission.MANAGE_API_KEYS, grant.venue_id):
        raise NotPermitted.needs(Permission.MANAGE_API_KEYS)
    if not access.may_grant(grant):
        raise NotPermitted.needs(Permission.MANAGE_OWNERS)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _record(actor: Actor, action: str, key: ApiKey, facts: dict[str, object]) -> None:
    record(actor, action, object_type=API_KEY, object_id=key.pk, venue_id=key.venue_id, facts=facts)
