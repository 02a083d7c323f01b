"""JSON of devices, for staff."""

from matinee.api.staff.devices.shapes import DeviceShape
from matinee.staff.models import Device


def device_json(device: Device) -> DeviceShape:
    """A device, without its code and token."""
    return {
        "id": device.pk,
        "kind": device.kind,
        "name": device.name,
        "state": _state(device),
        "venue_id": device.venue_id,
        "hall_ids": None if device.all_halls else sorted(hall.pk for hall in device.halls.all()),
        "check": device.check_number,
        "created_by": device.created_by_id,
        "created_at": device.created_at,
        "code_expires_at": device.code_expires_at,
        "paired_at": device.paired_at,
        "last_seen_at": device.last_seen_at,
        "revoked_at": device.revoked_at,
    }


def _state(device: Device) -> str:
    if device.revoked_at is not None:
        return "revoked"
    if device.paired_at is None:
        return "waiting"
    return "paired" if device.confirmed_at is None else "confirmed"
