"""Approvals: a second person permits one action, on the spot."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.staff.access import SignedInView, count_sign_in
from matinee.api.staff.approvals.shapes import ApprovalRequest, ApprovalShape
from matinee.audit.services import Actor
from matinee.core.problems import TooManyRequests
from matinee.staff.approvals import approve
from matinee.staff.errors import (
    ApprovalExpired,
    ApprovalPinLocked,
    ApprovalRefused,
    CsrfFailed,
    SignInRequired,
)


class ApprovalsView(SignedInView):
    """`/api/staff/approvals/`"""

    @documented(
        "approve_action",
        tag="Approvals",
        body=ApprovalRequest,
        response=ApprovalShape,
        status=201,
        errors=[
            *(SignInRequired, CsrfFailed, TooManyRequests),
            *(ApprovalRefused, ApprovalPinLocked, ApprovalExpired),
        ],
    )
    def post(self, request: Request) -> Response:
        """Let a second person approve what you may not do alone.

        A refusal `not-permitted` that somebody can approve has an `action` and the `approvers`. One of them,
        never you, types their approval PIN. Then send the refused request again with the `approval`. Five
        wrong PINs lock it. Programs get no approvals.
        """
        read_query(request)
        values = read_body(request, ApprovalRequest)
        count_sign_in(request, "APPROVALS")
        approval, token = approve(actor=Actor(person_id=self.person.pk), **values)
        return Response({"approval": token, "expires_at": approval.expires_at}, status=201)
