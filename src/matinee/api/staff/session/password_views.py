"""One's own password."""

from django.contrib.auth import update_session_auth_hash
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.staff.access import SignedInView
from matinee.api.staff.session.shapes import NewPasswordRequest, SessionShape
from matinee.api.staff.session.views import TAG, check_password, session_json
from matinee.api.staff.weak_password import weak_password_at
from matinee.core.problems import TooManyRequests
from matinee.staff.errors import CsrfFailed, DemoAccount, SignInRequired, WrongCredentials
from matinee.staff.passwords import change_password


class PasswordView(SignedInView):
    """`/api/staff/session/password/`"""

    @documented(
        "change_password",
        tag=TAG,
        body=NewPasswordRequest,
        response=SessionShape,
        errors=[SignInRequired, WrongCredentials, CsrfFailed, DemoAccount, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Change your password. It needs the current one.

        Your other sessions end. The messages about a weak password are in the language of Accept-Language.
        """
        read_query(request)
        values = read_body(request, NewPasswordRequest)
        checked = check_password(request, self.person, values["password"])
        with weak_password_at("new_password"):
            person = change_password(person=checked, new_password=values["new_password"])
        update_session_auth_hash(request._request, person)
        return Response(session_json(request))
