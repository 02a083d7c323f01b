"""Endpoints of paired devices: pairing, and what a device is."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.devices.access import DeviceView
from matinee.api.devices.shapes import CurrentDeviceShape, PairedDeviceShape, PairRequest
from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.framework.views import ApiView
from matinee.api.staff.access import count_sign_in
from matinee.core.problems import TooManyRequests
from matinee.staff.devices import halls_of, pair_device
from matinee.staff.errors import DeviceTokenInvalid, PairingCodeInvalid
from matinee.staff.models import Device

TAG = "Pairing"


class PairView(ApiView):
    """`/api/devices/pair/`"""

    cache_control = "private, no-store"

    @documented(
        "pair_device",
        tag=TAG,
        body=PairRequest,
        response=PairedDeviceShape,
        status=201,
        errors=[PairingCodeInvalid, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Pair a device by the code that the staff app shows. The code works once, for ten minutes."""
        read_query(request)
        values = read_body(request, PairRequest)
        count_sign_in(request, "PAIRINGS")
        device, token = pair_device(**values)
        return Response({"token": token, **_device_json(device)}, status=201)


class CurrentDeviceView(DeviceView):
    """`/api/devices/current/`"""

    @documented(
        "get_current_device",
        tag=TAG,
        response=CurrentDeviceShape,
        errors=[DeviceTokenInvalid, TooManyRequests],
    )
    def get(self, request: Request) -> Response:
        """Get what this device is, and where it works now."""
        read_query(request)
        return Response(_device_json(self.device))


def _device_json(device: Device) -> CurrentDeviceShape:
    venue = device.venue
    return {
        "kind": device.kind,
        "name": device.name,
        "venue": {"id": venue.pk, "name": venue.name, "timezone": venue.timezone},
        "halls": [{"id": hall.pk, "name": hall.name} for hall in halls_of(device)],
        "check": device.check_number,
        "confirmed": device.confirmed_at is not None,
    }
