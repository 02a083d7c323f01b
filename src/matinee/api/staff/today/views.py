"""The endpoint of the home screen."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.parsing import read_query
from matinee.api.staff.access import StaffView
from matinee.api.staff.documentation import staff_documented
from matinee.api.staff.today.json import today_json
from matinee.api.staff.today.shapes import TodayShape
from matinee.checkout.today import today


class TodayView(StaffView):
    """`/api/staff/today/`"""

    @staff_documented("get_today", tag="Today", response=TodayShape)
    def get(self, request: Request) -> Response:
        """Get the shows of the business day at your cinemas, and what needs attention.

        Warnings about orders need `read-orders`, those about jobs `manage-venue` for all cinemas.
        """
        read_query(request)
        return Response(today_json(today(self.caller.access)))
