"""Which device sends a request to `/api/devices/`."""

from typing import Any, ClassVar

from rest_framework.request import Request

from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.views import ApiView
from matinee.audit.services import Actor
from matinee.staff.devices import device_of_token
from matinee.staff.errors import DeviceTokenInvalid
from matinee.staff.models import Device

SCHEME = "device"


class DeviceView(ApiView):
    """A view for paired devices, which send `Authorization: Device <token>`."""

    cache_control = "private, no-store"
    security: ClassVar[list[dict[str, list[str]]]] = [{"device": []}]

    device: Device

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Identify the device before anything is read.

        Raises: LengthRequired, DeviceTokenInvalid, TooManyRequests.
        """
        super().initial(request, *args, **kwargs)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            self.device = device_of_token(token if scheme.lower() == SCHEME else "")
        except DeviceTokenInvalid:
            check_rate_limit(request, "LOOKUPS_PER_MINUTE")
            raise

    @property
    def actor(self) -> Actor:
        """The device, for the audit trail."""
        return Actor(device_id=self.device.pk)
