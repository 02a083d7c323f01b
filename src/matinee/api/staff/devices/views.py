"""Tills and scanners: pair, confirm, revoke."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.paging import NEWEST_FIRST, PageQuery, page_of
from matinee.api.framework.parsing import id_of_path, read_body, read_query
from matinee.api.staff.access import StaffView
from matinee.api.staff.devices.json import device_json
from matinee.api.staff.devices.shapes import (
    DevicePageShape,
    DeviceRequest,
    DeviceShape,
    NewDeviceShape,
)
from matinee.api.staff.documentation import staff_documented
from matinee.staff.devices import (
    confirm_device,
    create_pairing_code,
    device_visible_to,
    devices_visible_to,
    pairing_address,
    revoke_device,
)
from matinee.staff.errors import DeviceNotFound, NothingToConfirm
from matinee.staff.models import DeviceKind
from matinee.staff.permissions import Permission

TAG = "Devices"


class DevicesView(StaffView):
    """`/api/staff/devices/`"""

    permission = Permission.MANAGE_DEVICES

    @staff_documented("list_devices", tag=TAG, response=DevicePageShape, query=PageQuery)
    def get(self, request: Request) -> Response:
        """List the tills and scanners of your cinemas, also revoked ones, the newest first."""
        query = read_query(request, PageQuery)
        page = page_of(devices_visible_to(self.caller.access), NEWEST_FIRST, query)
        return Response(page.json(request, device_json))

    @staff_documented("create_pairing_code", tag=TAG, body=DeviceRequest, response=NewDeviceShape, status=201)
    def post(self, request: Request) -> Response:
        """Create a code that pairs one device.

        The device sends it to `/api/devices/pair/` with its name, and works at once. Then both screens show
        the same four digits: confirm the device, or revoke it.
        """
        read_query(request)
        values = read_body(request, DeviceRequest)
        device, code = create_pairing_code(
            actor=self.caller.actor,
            kind=DeviceKind(values["kind"]),
            venue_id=values["venue_id"],
            hall_ids=values["hall_ids"],
        )
        added = {"code": code, "address": pairing_address(device, code)}
        return Response({**device_json(device), **added}, status=201)


class DeviceView(StaffView):
    """`/api/staff/devices/{device_id}/`"""

    permission = Permission.MANAGE_DEVICES

    @staff_documented("get_device", tag=TAG, response=DeviceShape, errors=[DeviceNotFound])
    def get(self, request: Request, device_id: str) -> Response:
        """Get a device, such as one that waits to be paired."""
        read_query(request)
        pk = id_of_path(device_id, DeviceNotFound)
        return Response(device_json(device_visible_to(self.caller.access, pk)))

    @staff_documented("revoke_device", tag=TAG, response=DeviceShape, errors=[DeviceNotFound])
    def delete(self, request: Request, device_id: str) -> Response:
        """Revoke a device, or the code of one that is not paired yet. Both end at once."""
        read_query(request)
        pk = device_visible_to(self.caller.access, id_of_path(device_id, DeviceNotFound)).pk
        return Response(device_json(revoke_device(actor=self.caller.actor, device_id=pk)))


class ConfirmDeviceView(StaffView):
    """`/api/staff/devices/{device_id}/confirm/`"""

    permission = Permission.MANAGE_DEVICES

    @staff_documented(
        "confirm_device", tag=TAG, response=DeviceShape, errors=[DeviceNotFound, NothingToConfirm]
    )
    def post(self, request: Request, device_id: str) -> Response:
        """Confirm that the device and this screen show the same four digits."""
        read_query(request)
        pk = device_visible_to(self.caller.access, id_of_path(device_id, DeviceNotFound)).pk
        return Response(device_json(confirm_device(actor=self.caller.actor, device_id=pk)))
