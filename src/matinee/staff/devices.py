"""Tills and scanners: paired by a code that works once, known by a token (decision 0042)."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.core.codes import normalize_code, random_code
from matinee.core.problems import Invalid
from matinee.core.validation import validate_row
from matinee.staff.errors import (
    DeviceNotFound,
    DeviceTokenInvalid,
    NothingToConfirm,
    NotPermitted,
    PairingCodeInvalid,
)
from matinee.staff.locking import lock_device, lock_device_of_code, lock_venues
from matinee.staff.models import Device, DeviceHall, DeviceKind
from matinee.staff.permissions import Access, Permission
from matinee.staff.queries import access_of, at_venues_of
from matinee.venues.models import Hall

CODE_LENGTH = 8
CODE_VALID_FOR = timedelta(minutes=10)
PREFIX = "mtd_"
TOKEN_BYTES = 32
MAX_LENGTH = 100
USE_PRECISION = timedelta(minutes=1)
DEVICE = "device"


def devices_visible_to(access: Access) -> QuerySet[Device]:
    """The devices of venues whose devices the access manages, also revoked ones; no codes that have ended."""
    devices = Device.objects.select_related("venue").prefetch_related("halls")
    current = devices.exclude(paired_at=None, code_expires_at__lte=database_now())
    return at_venues_of(access, Permission.MANAGE_DEVICES, current)


def device_visible_to(access: Access, device_id: int) -> Device:
    """A device of that list. Raises: DeviceNotFound."""
    device = devices_visible_to(access).filter(pk=device_id).first()
    if device is None:
        raise DeviceNotFound
    return device


@transaction.atomic
def create_pairing_code(
    *, actor: Actor, kind: DeviceKind, venue_id: int, hall_ids: Sequence[int] | None = None
) -> tuple[Device, str]:
    """Create a device that can be paired once within ten minutes, for these halls or for all.

    Returns it with its code, which cannot be read again. Raises: NotPermitted, Invalid.
    """
    device = _add(actor, kind, venue_id, hall_ids)
    Device.objects.filter(paired_at=None, code_expires_at__lte=database_now()).delete()
    code = random_code(CODE_LENGTH)
    device.code_digest = _code_digest(code)
    device.code_expires_at = database_now() + CODE_VALID_FOR
    _store(device, hall_ids)
    _record(actor, "pairing code created", device)
    return device, code


@transaction.atomic
def issue_device_token(
    *, actor: Actor, kind: DeviceKind, venue_id: int, hall_ids: Sequence[int] | None, name: str
) -> str:
    """Create a device that needs no pairing, and return its token. Raises: NotPermitted, Invalid."""
    device = _add(actor, kind, venue_id, hall_ids)
    token = _pair(device, name)
    device.confirmed_at = device.paired_at
    _store(device, hall_ids)
    _record(actor, "device paired", device)
    return token


def pairing_address(device: Device, code: str) -> str:
    """The address for a QR code. A fragment is not sent to the server, so that no log has it."""
    return f"{settings.SITE_URL}/{device.kind}/#pair={code}"


@transaction.atomic
def pair_device(*, code: str, name: str) -> tuple[Device, str]:
    """Pair a device by its code. Returns the device and its token, which cannot be read again.

    Raises: PairingCodeInvalid, equal for all reasons; Invalid.
    """
    device = lock_device_of_code(_code_digest(normalize_code(code)))
    if device is None or device.code_expires_at is None or device.code_expires_at <= database_now():
        raise PairingCodeInvalid
    # A code gives no more than its creator may give when it is used.
    creator = access_of(Actor(person_id=device.created_by_id)) if device.created_by_id else None
    if creator is None or not creator.may(Permission.MANAGE_DEVICES, device.venue_id):
        raise PairingCodeInvalid
    token = _pair(device, name)
    device.save()
    _record(Actor(device_id=device.pk), "device paired", device)
    return device, token


@transaction.atomic
def confirm_device(*, actor: Actor, device_id: int) -> Device:
    """Record that a person saw the same number on both screens. A repeat changes nothing.

    Raises: DeviceNotFound, NotPermitted, NothingToConfirm.
    """
    device = _own(actor, device_id)
    if device.paired_at is None or device.revoked_at is not None:
        raise NothingToConfirm
    if device.confirmed_at is None:
        device.confirmed_at = database_now()
        device.save(update_fields=["confirmed_at"])
        _record(actor, "device confirmed", device)
    return device


@transaction.atomic
def revoke_device(*, actor: Actor, device_id: int) -> Device:
    """End a device, or its code, at once. A repeat changes nothing.

    Raises: DeviceNotFound, NotPermitted.
    """
    device = _own(actor, device_id)
    if device.revoked_at is None:
        device.revoked_at, device.code_digest = database_now(), None
        device.save(update_fields=["revoked_at", "code_digest"])
        _record(actor, "device revoked", device)
    return device


def device_of_token(token: str) -> Device:
    """The device that sends this token. Remembers when it was last seen, to the minute.

    Raises: DeviceTokenInvalid.
    """
    if len(token) > MAX_LENGTH or not token.startswith(PREFIX):
        raise DeviceTokenInvalid
    devices = Device.objects.select_related("venue").filter(
        revoked_at=None, token_digest=_token_digest(token)
    )
    device = devices.first()
    if device is None:
        raise DeviceTokenInvalid
    now = database_now()
    if device.last_seen_at is None or device.last_seen_at <= now - USE_PRECISION:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
    return device


def halls_of(device: Device) -> list[Hall]:
    """The halls in which the device works now, by id."""
    halls = Hall.objects.filter(venue=device.venue_id)
    if not device.all_halls:
        halls = halls.filter(pk__in=DeviceHall.objects.filter(device=device).values("hall"))
    return list(halls.order_by("pk"))


def _add(actor: Actor, kind: DeviceKind, venue_id: int, hall_ids: Sequence[int] | None) -> Device:
    """A new device that is not stored yet, after all checks."""
    lock_venues([venue_id], "venue_id")
    if not access_of(actor).may(Permission.MANAGE_DEVICES, venue_id):
        raise NotPermitted.needs(Permission.MANAGE_DEVICES)
    there = set(Hall.objects.filter(venue=venue_id, pk__in=hall_ids or []).values_list("pk", flat=True))
    if missing := set(hall_ids or []) - there:
        raise Invalid(
            errors={
                "hall_ids": [_("The cinema has no hall %(id)d.") % {"id": one} for one in sorted(missing)]
            }
        )
    return Device(
        kind=kind, venue_id=venue_id, all_halls=hall_ids is None, created_by_id=actor.person_id, name=""
    )


def _pair(device: Device, name: str) -> str:
    """Give the device a name and a token, instead of its code. Raises: Invalid."""
    if not name.strip():
        raise Invalid(errors={"name": [_("This is required.")]})
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    device.name = name
    device.token_digest = _token_digest(token)
    device.code_digest = None
    device.check_number = f"{secrets.randbelow(10_000):04d}"
    device.paired_at = database_now()
    validate_row(device, exclude=[one.name for one in Device._meta.fields if one.name != "name"])
    return token


def _store(device: Device, hall_ids: Sequence[int] | None) -> None:
    device.save()
    device.refresh_from_db()
    DeviceHall.objects.bulk_create(DeviceHall(device=device, hall_id=one) for one in set(hall_ids or []))


def _own(actor: Actor, device_id: int) -> Device:
    """Lock a device whose venue's devices the actor manages. Raises: DeviceNotFound, NotPermitted."""
    device = lock_device(device_id)
    if not access_of(actor).may(Permission.MANAGE_DEVICES, device.venue_id):
        raise NotPermitted.needs(Permission.MANAGE_DEVICES)
    return device


def _record(actor: Actor, action: str, device: Device) -> None:
    record(
        actor,
        action,
        object_type=DEVICE,
        object_id=device.pk,
        venue_id=device.venue_id,
        facts={"kind": device.kind},
    )


def _code_digest(code: str) -> bytes:
    """Keyed: a code is short, and a copy of the table alone must not reveal it."""
    return salted_hmac("matinee.staff.pairing", code, algorithm="sha256").digest()


def _token_digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
