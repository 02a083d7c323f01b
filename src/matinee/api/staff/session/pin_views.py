"""One's own approval PIN."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.staff.access import SignedInView, count_sign_in
from matinee.api.staff.session.shapes import ApprovalPinRequest, ApprovalPinShape
from matinee.api.staff.session.views import TAG
from matinee.core.problems import TooManyRequests
from matinee.staff.approval_pin import set_pin
from matinee.staff.errors import CsrfFailed, SignInRequired, WrongCredentials
from matinee.staff.queries import PinState, pin_state_of


class ApprovalPinView(SignedInView):
    """`/api/staff/session/approval-pin/`"""

    @documented("get_approval_pin", tag=TAG, response=ApprovalPinShape, errors=[SignInRequired, CsrfFailed])
    def get(self, request: Request) -> Response:
        """Get whether you have an approval PIN."""
        read_query(request)
        return Response({"state": pin_state_of(self.person).value})

    @documented(
        "set_approval_pin",
        tag=TAG,
        body=ApprovalPinRequest,
        response=ApprovalPinShape,
        errors=[SignInRequired, WrongCredentials, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Set your approval PIN, also instead of one that is locked. It needs your password."""
        read_query(request)
        values = read_body(request, ApprovalPinRequest)
        count_sign_in(request)
        set_pin(person=self.person, password=values["password"], pin=values["pin"])
        return Response({"state": PinState.SET.value})
