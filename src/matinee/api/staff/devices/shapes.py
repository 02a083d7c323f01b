"""Requests and responses of devices, for staff."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from matinee.api.framework.fields import IdField, StrictSerializer
from matinee.api.framework.shapes import PageShape
from matinee.core.json_schema import Id, OneOf
from matinee.staff.models import DeviceKind

MAX_HALLS = 200

KindOfDevice = Annotated[str, OneOf("DeviceKind", *DeviceKind.values)]
StateOfDevice = Annotated[str, OneOf("DeviceState", "waiting", "paired", "confirmed", "revoked")]


class HallIdsField(serializers.ListField):
    """The ids of halls, at least one, without repeats."""

    child = IdField()
    default_error_messages = {"repeated": gettext_lazy("Each hall can be named only once.")}

    def __init__(self, **options: Any) -> None:
        """Take the options of a ListField."""
        super().__init__(min_length=1, max_length=MAX_HALLS, **options)

    def to_internal_value(self, data: Any) -> list[int]:
        """Raises: ValidationError."""
        hall_ids: list[int] = super().to_internal_value(data)
        if len(set(hall_ids)) < len(hall_ids):
            self.fail("repeated")
        return hall_ids


class DeviceRequest(StrictSerializer):
    """A device to pair."""

    kind = serializers.ChoiceField(choices=DeviceKind.values)
    venue_id = IdField()
    hall_ids = HallIdsField(
        allow_null=True, default=None, help_text="Null for all halls of the cinema, also later ones."
    )


class DeviceShape(TypedDict):
    """A till or a scanner."""

    id: Id
    kind: KindOfDevice
    name: Annotated[str, "What the device calls itself; empty until it is paired."]
    state: Annotated[
        StateOfDevice, "A `paired` device works. It is `confirmed` once a person has compared the numbers."
    ]
    venue_id: Id
    hall_ids: Annotated[list[Id] | None, "Null for all halls of the cinema."]
    check: Annotated[str, "Four digits that the device shows too; empty until it is paired."]
    created_by: Annotated[Id | None, "The person; null for a command on the server."]
    created_at: datetime
    code_expires_at: datetime | None
    paired_at: datetime | None
    last_seen_at: datetime | None
    revoked_at: datetime | None


class NewDeviceShape(DeviceShape):
    """A device that waits to be paired. The code cannot be read again."""

    code: Annotated[str, "Valid once, for ten minutes."]
    address: Annotated[str, "Opens the device's app with the code; to be shown as a QR code."]


class DevicePageShape(PageShape):
    """A page of devices, the newest first."""

    results: list[DeviceShape]
