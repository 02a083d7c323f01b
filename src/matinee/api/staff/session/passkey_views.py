"""Passkeys: register, name and remove one's own, and sign in with one."""

from typing import Any

from django.contrib.auth import login
from django_otp import devices_for_user
from django_otp import login as verified
from django_otp_webauthn.models import WebAuthnCredential
from rest_framework.request import Request
from rest_framework.response import Response

from matinee.api.framework.documentation import documented
from matinee.api.framework.parsing import id_of_path, read_body, read_query
from matinee.api.framework.rate_limits import check_rate_limit
from matinee.api.framework.views import ApiView
from matinee.api.staff.access import SignedInView, browser_of, check_csrf, count_sign_in
from matinee.api.staff.session.shapes import (
    BeginPasskeySignInRequest,
    NewPasskeyRequest,
    NewPasskeyShape,
    PasskeyNameRequest,
    PasskeyOptionsShape,
    PasskeyShape,
    PasskeySignInRequest,
    PasskeysShape,
    PasswordRequest,
    SessionShape,
)
from matinee.api.staff.session.views import TAG, check_password, person_with_password, session_json
from matinee.core.problems import TooManyRequests
from matinee.staff import second_factor
from matinee.staff.authentication import may_use
from matinee.staff.errors import (
    CsrfFailed,
    PasskeyNotFound,
    PasskeyNotRegistered,
    PasskeyRefused,
    SignInRequired,
    WrongCredentials,
)
from matinee.staff.models import User
from matinee.staff.passkeys import (
    begin_registration,
    begin_sign_in,
    complete_registration,
    complete_sign_in,
    passkeys_of,
    remove_passkey,
    rename_passkey,
)


class RegistrationView(ApiView):
    """A view for a person who is signed in completely, or has not set up a first second factor."""

    cache_control = "private, no-store"

    person: User

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Identify the person before anything is read.

        Raises: LengthRequired, SignInRequired, CsrfFailed.
        """
        super().initial(request, *args, **kwargs)
        person = request._request.user
        # A password alone must not be enough to register a passkey beside a second factor.
        if not isinstance(person, User) or not person.is_active or second_factor.is_pending(person):
            raise SignInRequired
        if not may_use(person, request._request):
            raise SignInRequired
        check_csrf(request)
        self.person = person


class BeginPasskeyView(RegistrationView):
    """`/api/staff/session/passkeys/begin/`"""

    @documented(
        "begin_passkey",
        tag=TAG,
        body=PasswordRequest,
        response=PasskeyOptionsShape,
        errors=[SignInRequired, WrongCredentials, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Begin to register a passkey.

        The response has the options for `navigator.credentials.create`. The password proves that it is you: a
        session that was left open must not give access for ever.
        """
        read_query(request)
        values = read_body(request, PasswordRequest)
        check_password(request, self.person, values["password"])
        return Response({"options": begin_registration(person=self.person, browser=browser_of(request))})


class PasskeysView(RegistrationView):
    """`/api/staff/session/passkeys/`"""

    @documented(
        "list_passkeys", tag=TAG, response=PasskeysShape, errors=[SignInRequired, CsrfFailed, TooManyRequests]
    )
    def get(self, request: Request) -> Response:
        """List the passkeys of your own account."""
        read_query(request)
        return Response({"passkeys": [_passkey_json(one) for one in passkeys_of(self.person)]})

    @documented(
        "register_passkey",
        tag=TAG,
        body=NewPasskeyRequest,
        response=NewPasskeyShape,
        status=201,
        errors=[SignInRequired, CsrfFailed, PasskeyNotRegistered, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Register the passkey that the browser has made. The session then has its second factor."""
        read_query(request)
        values = read_body(request, NewPasskeyRequest)
        count_sign_in(request, "PASSKEYS")
        passkey, codes = complete_registration(
            person=self.person,
            browser=browser_of(request),
            name=values["name"],
            credential=values["credential"],
        )
        second_factor.forget_new_key(request._request.session)
        request._request.session.cycle_key()
        verified(request._request, passkey)
        return Response({**_passkey_json(passkey), "recovery_codes": codes}, status=201)


class PasskeyView(SignedInView):
    """`/api/staff/session/passkeys/{passkey_id}/`"""

    @documented(
        "rename_passkey",
        tag=TAG,
        body=PasskeyNameRequest,
        response=PasskeyShape,
        errors=[SignInRequired, CsrfFailed, PasskeyNotFound],
    )
    def patch(self, request: Request, passkey_id: str) -> Response:
        """Give a passkey of your own account another name."""
        read_query(request)
        pk = id_of_path(passkey_id, PasskeyNotFound)
        name = read_body(request, PasskeyNameRequest)["name"]
        return Response(_passkey_json(rename_passkey(person=self.person, passkey_id=pk, name=name)))


class RemovePasskeyView(SignedInView):
    """`/api/staff/session/passkeys/{passkey_id}/remove/`"""

    @documented(
        "remove_passkey",
        tag=TAG,
        body=PasswordRequest,
        response=SessionShape,
        errors=[SignInRequired, WrongCredentials, CsrfFailed, PasskeyNotFound, TooManyRequests],
    )
    def post(self, request: Request, passkey_id: str) -> Response:
        """Remove a passkey of your own account. It needs your password.

        Sessions that were opened with it end, except this one.
        """
        read_query(request)
        pk = id_of_path(passkey_id, PasskeyNotFound)
        check_password(request, self.person, read_body(request, PasswordRequest)["password"])
        remove_passkey(person=self.person, passkey_id=pk)
        if other := next(iter(devices_for_user(self.person)), None):
            verified(request._request, other)
        return Response(session_json(request))


class BeginPasskeySignInView(ApiView):
    """`/api/staff/session/passkey/begin/`"""

    cache_control = "private, no-store"

    @documented(
        "begin_passkey_sign_in",
        tag=TAG,
        body=BeginPasskeySignInRequest,
        response=PasskeyOptionsShape,
        errors=[WrongCredentials, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Begin to sign in with a passkey.

        The response has the options for `navigator.credentials.get`. Without email address and password, they
        name no account. With them, the passkey is the second factor of that account.
        """
        read_query(request)
        values = read_body(request, BeginPasskeySignInRequest)
        check_csrf(request)
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        person = person_with_password(request, **values) if values else None
        return Response({"options": begin_sign_in(browser=browser_of(request), person=person)})


class PasskeySignInView(ApiView):
    """`/api/staff/session/passkey/`"""

    cache_control = "private, no-store"

    @documented(
        "sign_in_with_passkey",
        tag=TAG,
        body=PasskeySignInRequest,
        response=SessionShape,
        errors=[PasskeyRefused, CsrfFailed, TooManyRequests],
    )
    def post(self, request: Request) -> Response:
        """Sign in with a passkey that has signed the challenge."""
        read_query(request)
        values = read_body(request, PasskeySignInRequest)
        check_csrf(request)
        count_sign_in(request, "PASSKEYS")
        passkey = complete_sign_in(browser=browser_of(request), credential=values["credential"])
        if not may_use(passkey.user, request._request):
            raise PasskeyRefused
        login(request._request, passkey.user)
        verified(request._request, passkey)
        return Response(session_json(request))


def _passkey_json(passkey: WebAuthnCredential) -> dict[str, Any]:
    return {
        "id": passkey.pk,
        "name": passkey.name,
        "created_at": passkey.created_at,
        "last_used_at": passkey.last_used_at,
    }
