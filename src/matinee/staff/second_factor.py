"""Two-factor log-in: a passkey, a TOTP code from an authenticator app, or one of ten recovery codes.

See decisions 0023 and 0042.
"""

from base64 import b32encode
from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django_otp import device_classes, devices_for_user, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from django_otp_webauthn.models import WebAuthnCredential

from matinee.audit.services import Actor, record
from matinee.core.clock import database_now
from matinee.staff.errors import SignInRequired, WrongCredentials
from matinee.staff.locking import lock_person
from matinee.staff.models import ApprovalPin, User

RECOVERY_CODES = 10
DEVICE_NAME = "authenticator app"
NEW_KEY = "new_authenticator_key"
"""In the session: the key of an app that is not set up yet, and until when it can be."""

NEW_KEY_VALID_FOR = timedelta(minutes=30)
"""After the password was typed."""


class State(TextChoices):
    """How far the sign-in of an account got."""

    NONE = "none"
    SET_UP_REQUIRED = "set-up-required"
    VERIFIED = "verified"


def state(user: User) -> State:
    """How far the sign-in of a user with a session got."""
    if not is_required(user):
        return State.VERIFIED if has_device(user) else State.NONE
    return State.SET_UP_REQUIRED


def is_pending(user: User) -> bool:
    """Whether the user has a device that this session has not used yet."""
    return is_required(user) and has_device(user)


def is_required(user: User) -> bool:
    """Whether a user with a correct password still needs the second factor."""
    # Set by django-otp for the session.
    is_done = getattr(user, "otp_device", None) is not None
    return not is_done and (settings.SECOND_FACTOR_REQUIRED or has_device(user))


def has_device(user: User) -> bool:
    """Whether the user has set up a second factor."""
    return User.objects.filter(_has_device(), pk=user.pk).exists()


def with_has_device(people: QuerySet[User]) -> QuerySet[User]:
    """Add `has_second_factor` to each person, in the same query."""
    return people.annotate(has_second_factor=_has_device())


def without_device(people: QuerySet[User]) -> QuerySet[User]:
    """The people who have not set up a second factor."""
    return people.filter(~_has_device())


def _has_device() -> Q:
    devices = [Exists(kind.objects.filter(user=OuterRef("pk"), confirmed=True)) for kind in device_classes()]
    return reduce(or_, map(Q, devices))


def verify_code(user: User, code: str) -> Device | None:
    """Return the device of a valid code, else None.

    A code is valid once. A wrong code delays the next attempt.
    """
    typed = "".join(code.split()).lower()
    kind = TOTPDevice if typed.isdigit() else StaticDevice
    device = next((one for one in devices_for_user(user) if isinstance(one, kind)), None)
    return verify_token(user, device.persistent_id, typed) if device else None


def begin_set_up(session: SessionBase) -> None:
    """Make a key for an app. Call it only where the person has just typed the password.

    The key belongs to the session: a thief who has read a key in another session, with a stolen password,
    does not know the key that the owner sets up.
    """
    until = database_now() + NEW_KEY_VALID_FOR
    session[NEW_KEY] = {"key": random_hex(), "until": until.timestamp()}


def pending_device(user: User, session: SessionBase) -> TOTPDevice | None:
    """Return the device with the key to scan; None if the password was not typed lately in this session.

    The device is not saved before it is confirmed.
    """
    new = session.get(NEW_KEY)
    if new is None or new["until"] <= database_now().timestamp():
        return None
    return TOTPDevice(user=user, name=DEVICE_NAME, key=new["key"])


def key_of(device: TOTPDevice) -> dict[str, str]:
    """The key of a device as base 32, and the address that an authenticator app reads from a QR code."""
    return {"key": b32encode(device.bin_key).decode(), "address": device.config_url}


@transaction.atomic
def set_up_app(device: TOTPDevice, code: str, session: SessionBase) -> Sequence[str]:
    """Save the device of `pending_device` with its first valid code. Returns new recovery codes.

    Raises: SignInRequired, if the account got a second factor meanwhile; WrongCredentials.
    """
    user = lock_person(device.user_id)
    if has_device(user):
        raise SignInRequired
    # It saves the device, also after a wrong code. The exception undoes that.
    if not device.verify_token("".join(code.split())):
        raise WrongCredentials
    forget_new_key(session)
    codes = recovery_codes_if_none(user)
    record(Actor(user.pk), "second factor set up", object_type="person", object_id=user.pk)
    return codes


def forget_new_key(session: SessionBase) -> None:
    """Forget the key of an app that was not set up."""
    session.pop(NEW_KEY, None)


def recovery_codes_if_none(user: User) -> list[str]:
    """Create recovery codes and return them; none where the user has some. Call it with the user locked."""
    if StaticDevice.objects.filter(user=user).exists():
        return []
    recovery = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=recovery, token=code) for code in codes)
    return codes


def remove_unneeded_recovery_codes(user: User) -> None:
    """Remove the recovery codes of a user who has nothing else that they would replace."""
    has_app = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    if not has_app and not has_passkey(user):
        StaticDevice.objects.filter(user=user).delete()


def has_passkey(user: User) -> bool:
    """Whether the user has a passkey."""
    return bool(WebAuthnCredential.objects.filter(user=user).exists())


def reset(user: User) -> None:
    """Remove all devices of a user, and the approval PIN. The next log-in sets up new ones."""
    WebAuthnCredential.objects.filter(user=user).delete()
    ApprovalPin.objects.filter(user=user).delete()
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
