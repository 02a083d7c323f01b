"""Requests and responses of paired devices."""

from typing import Annotated, TypedDict

from matinee.api.framework.fields import SecretField, StrictSerializer, TextField
from matinee.api.staff.devices.shapes import KindOfDevice
from matinee.core.json_schema import Id

MAX_CODE_LENGTH = 20
MAX_NAME_LENGTH = 100


class PairRequest(StrictSerializer):
    """The code that the staff app shows, and how the device calls itself."""

    code = SecretField(max_length=MAX_CODE_LENGTH, help_text="In any case, with or without spaces.")
    name = TextField(max_length=MAX_NAME_LENGTH, help_text="Such as Scanner 2, foyer.")


class DeviceVenueShape(TypedDict):
    """The cinema of a device."""

    id: Id
    name: str
    timezone: str


class DeviceHallShape(TypedDict):
    """A hall of a device."""

    id: Id
    name: str


class CurrentDeviceShape(TypedDict):
    """A device, and where it works."""

    kind: KindOfDevice
    name: str
    venue: DeviceVenueShape
    halls: Annotated[list[DeviceHallShape], "The halls that it works in now."]
    check: Annotated[str, "Four digits. The staff app shows the same ones and asks whether you see them."]
    confirmed: Annotated[bool, "Whether a person has compared the digits."]


class PairedDeviceShape(CurrentDeviceShape):
    """A device that is paired now. The token cannot be read again."""

    token: Annotated[str, "Send it as `Authorization: Device <token>` with each request."]
