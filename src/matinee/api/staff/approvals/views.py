"""Approvals: a second person permits one action, on the spot."""

from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.staff.access import SignedInView, browser_of, count_sign_in
from matinee.api.staff.approvals.shapes import (
    ApprovalOptionsShape,
    ApprovalRequest,
    ApprovalShape,
    BeginApprovalRequest,
)
from matinee.audit.services import Actor
from matinee.core.problems import Problem, TooManyRequests
from matinee.staff.approvals import approve, approve_with_passkey, begin_approval_with_passkey
from matinee.staff.errors import (
    ApprovalExpired,
    ApprovalPinLocked,
    ApprovalRefused,
    CsrfFailed,
    SignInRequired,
)

ERRORS: list[type[Problem]] = [
    *(SignInRequired, CsrfFailed, TooManyRequests),
    *(ApprovalRefused, ApprovalExpired),
]


class ApprovalsView(SignedInView):
    """`/api/staff/approvals/`"""

    @documented(
        "approve_action",
        tag="Approvals",
        body=ApprovalRequest,
        response=ApprovalShape,
        status=201,
        errors=[*ERRORS, ApprovalPinLocked],
    )
    def post(self, request: Request) -> Response:
        """Let a second person approve what you may not do alone.

        A refusal `not-permitted` that another person can approve has an `action` and the `approvers`. One of
        them, never you, types their approval PIN or uses a passkey. Then send the refused request again with
        the `approval`. Five wrong tries lock a PIN. Programs get no approvals.
        """
        read_query(request)
        values = read_body(request, ApprovalRequest)
        count_sign_in(request, "APPROVALS")
        actor = Actor(person_id=self.person.pk)
        if "pin" in values:
            approval, token = approve(actor=actor, **values)
        else:
            approval, token = approve_with_passkey(actor=actor, browser=browser_of(request), **values)
        return Response({"approval": token, "expires_at": approval.expires_at}, status=201)


class BeginApprovalView(SignedInView):
    """`/api/staff/approvals/passkey/`"""

    @documented(
        "begin_approval_with_passkey",
        tag="Approvals",
        body=BeginApprovalRequest,
        response=ApprovalOptionsShape,
        errors=ERRORS,
    )
    def post(self, request: Request) -> Response:
        """Begin an approval with a passkey.

        The response has the options for `navigator.credentials.get`. Only a passkey of the approver, which
        verifies the person, signs the challenge in them.
        """
        read_query(request)
        values = read_body(request, BeginApprovalRequest)
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        options = begin_approval_with_passkey(
            actor=Actor(person_id=self.person.pk), browser=browser_of(request), **values
        )
        return Response({"options": options})
