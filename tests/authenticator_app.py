"""An authenticator app of a person, and its codes."""

from django.contrib.sessions.backends.db import SessionStore
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.staff import second_factor
from matinee.staff.models import User


def app_of(person: User) -> TOTPDevice:
    """An authenticator app that is set up already; no code of it is used yet."""
    second_factor.recovery_codes_if_none(person)
    device: TOTPDevice = TOTPDevice.objects.create(user=person, name=second_factor.DEVICE_NAME)
    return device


def code_of(key: bytes) -> str:
    """The code that the app shows now."""
    return f"{totp(key):06d}"


def set_up(person: User) -> str:
    """Set an app up, with a key of a session of its own, and return the key."""
    session = SessionStore()
    second_factor.begin_set_up(session)
    device = second_factor.pending_device(person, session)
    assert device
    second_factor.set_up_app(device, code_of(device.bin_key), session)
    return str(device.key)
