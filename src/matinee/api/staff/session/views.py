"""Sign in, sign out, and what the session may do."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django_otp import login as verified
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import read_body, read_query
from matinee.api.framework.views import ApiView
from matinee.api.staff.access import check_csrf, count_sign_in, signed_in_person
from matinee.api.staff.session.shapes import CodeRequest, SecondFactorShape, SessionShape, SignInRequest
from matinee.core.problems import Invalid, TooManyRequests
from matinee.staff import second_factor
from matinee.staff.errors import CsrfFailed, SecondFactorRequired, SignInRequired, WrongCredentials
from matinee.staff.models import User
from matinee.staff.permissions import Access, Permission, grants_json

TAG = "Session"


class SessionView(ApiView):
    """`/api/staff/session/`"""

    cache_control = "private, no-store"

    @documented("get_session", tag=TAG, response=SessionShape)
    def get(self, request: Request) -> Response:
        """Get the session.

        `user` is null for everybody who is not signed in. The response sets the CSRF cookie.
        """
        read_query(request)
        return Response(session_json(request))

    @documented(
        "sign_in",
        tag=TAG,
        body=SignInRequest,
        response=SessionShape,
        errors=[WrongCredentials, SecondFactorRequired, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Sign in.

        For an account with a second factor, the first request gets `second-factor-required` if the password
        is correct. Send it again with `code`.
        """
        read_query(request)
        values = read_body(request, SignInRequest)
        check_csrf(request)
        user = person_with_password(request, values["email"], values["password"])
        device = None
        if second_factor.has_device(user):
            if "code" not in values:
                raise SecondFactorRequired(passkey=second_factor.has_passkey(user))
            device = second_factor.verify_code(user, values["code"])
            if device is None:
                raise WrongCredentials
        login(request._request, user)
        if device:
            verified(request._request, device)
        else:
            second_factor.begin_set_up(request._request.session)
        return Response(session_json(request))

    @documented("sign_out", tag=TAG, response=SessionShape, errors=[CsrfFailed])
    def delete(self, request: Request) -> Response:
        """Sign out. Without a session, nothing happens."""
        read_query(request)
        check_csrf(request)
        logout(request._request)
        return Response(session_json(request))


class SecondFactorView(ApiView):
    """`/api/staff/session/second-factor/`"""

    cache_control = "private, no-store"

    @documented(
        "set_up_second_factor",
        tag=TAG,
        body=CodeRequest,
        response=SecondFactorShape,
        errors=[SignInRequired, WrongCredentials, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Set up an authenticator app.

        Without `code`, the response has the key for the app. It needs the `password`, unless that was typed
        in this session in the last 30 minutes, such as at sign-in. With the app's first code, it has recovery
        codes, which are shown once. Only for an account without a second factor.
        """
        read_query(request)
        values = read_body(request, CodeRequest)
        user = request._request.user
        if not isinstance(user, User) or not user.is_active or second_factor.has_device(user):
            raise SignInRequired
        check_csrf(request)
        session = request._request.session
        if "password" in values:
            check_password(request, user, values["password"])
            second_factor.begin_set_up(session)
        device = second_factor.pending_device(user, session)
        if device is None:
            raise Invalid(errors={"password": [_("Type your password again.")]})
        if "code" not in values:
            return Response({**second_factor.key_of(device), "recovery_codes": []})
        count_sign_in(request)
        codes = second_factor.set_up_app(device, values["code"], session)
        session.cycle_key()
        verified(request._request, device)
        return Response({"key": None, "address": None, "recovery_codes": list(codes)})


def person_with_password(request: Request, email: str, password: str) -> User:
    """The person with these credentials; the attempt is counted.

    Raises: TooManyRequests, WrongCredentials.
    """
    count_sign_in(request)
    user = authenticate(request._request, username=email, password=password)
    if not isinstance(user, User):
        raise WrongCredentials
    return user


def check_password(request: Request, person: User, password: str) -> User:
    """Require the password of a person who is signed in; the attempt is counted. Returns the row it fits.

    Raises: TooManyRequests, WrongCredentials.
    """
    found = person_with_password(request, person.email, password)
    if found != person:
        raise WrongCredentials
    return found


def session_json(request: Request) -> dict[str, Any]:
    """The session, as it is now."""
    user = request._request.user
    # Before the second step, a session of an account with a device identifies no user.
    known = user if isinstance(user, User) and user.is_active and not second_factor.is_pending(user) else None
    person = signed_in_person(request._request)
    access = person.access if person else Access.of([])
    return {
        "user": known and {"id": known.pk, "email": known.email, "name": known.get_full_name()},
        "second_factor": known and second_factor.state(known),
        "roles": grants_json(access.grants),
        "permissions": [
            {"permission": one.value, "venue_ids": _sorted(access.venue_ids(one))}
            for one in Permission
            if access.may_somewhere(one)
        ],
        "csrf_token": get_token(request._request),
    }


def _sorted(venue_ids: frozenset[int] | None) -> list[int] | None:
    return None if venue_ids is None else sorted(venue_ids)
