"""The second step of logging in: a code from the telephone, or one of ten kept on paper (decision 0023)."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django_otp import devices_for_user, user_has_device, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from matinee.staff.models import User

RECOVERY_CODES = 10
NAME = "telephone"


def is_due(user: User) -> bool:
    """Whether somebody whose password was right has the second step still to do."""
    is_done: bool = user.is_verified()  # type: ignore[attr-defined]
    return not is_done and (settings.SECOND_FACTOR_REQUIRED or has_device(user))


def has_device(user: User) -> bool:
    """Whether the second step was set up."""
    return bool(user_has_device(user))


def accept(user: User, code: str) -> Device | None:
    """The device that the code is of. A code is good once; after a wrong one, the device waits a while."""
    typed = "".join(code.split()).lower()
    kind = TOTPDevice if typed.isdigit() else StaticDevice
    device = next((one for one in devices_for_user(user) if isinstance(one, kind)), None)
    return verify_token(user, device.persistent_id, typed) if device else None


def pending_device(user: User) -> TOTPDevice:
    """The key that the telephone is to learn; the same until its first code came."""
    device: TOTPDevice
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": NAME})
    return device


@transaction.atomic
def confirm(device: TOTPDevice) -> Sequence[str]:
    """The telephone has proved itself: it counts from now on. Give the codes to keep on paper."""
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    paper = StaticDevice.objects.create(user=device.user, name="paper")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=code) for code in codes)
    return codes


def forget(user: User) -> None:
    """Telephone and paper are lost: the next log-in sets up new ones."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
