"""Who sends a request to `/api/staff/`: a person with a session, or a program with an API key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Literal

from django.conf import settings
from django.http import HttpRequest, QueryDict
from rest_framework.authentication import CSRFCheck
from rest_framework.request import Request

from matinee.api.framework.rate_limits import check_rate_limit, client_of
from matinee.api.framework.views import ApiView
from matinee.audit.services import Actor
from matinee.runtime.rate_limits import count_request
from matinee.staff import second_factor
from matinee.staff.api_keys import key_of_secret
from matinee.staff.authentication import may_use
from matinee.staff.errors import ApiKeyInvalid, ChangedMeanwhile, CsrfFailed, NotPermitted, SignInRequired
from matinee.staff.models import User
from matinee.staff.permissions import Access, Permission

BEARER = "bearer"


@dataclass(frozen=True)
class Caller:
    """Who sends a request, and what they may do."""

    actor: Actor
    access: Access


class StaffView(ApiView):
    """A view for people and programs with `permission`, at any venue. None: for everybody on the team."""

    cache_control = "private, no-store"
    permission: ClassVar[Permission | None] = None

    security: ClassVar[list[dict[str, list[str]]]] = [{"session": []}, {"api_key": []}]

    caller: Caller

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Identify the caller before anything is read.

        Raises: LengthRequired, SignInRequired, ApiKeyInvalid, CsrfFailed, NotPermitted.
        """
        super().initial(request, *args, **kwargs)
        self.caller = caller_of(request)
        if self.permission and not self.caller.access.may_somewhere(self.permission):
            raise NotPermitted.needs(self.permission)


class SignedInView(ApiView):
    """A view for the person who is signed in, about their own account. Programs have none."""

    cache_control = "private, no-store"
    security: ClassVar[list[dict[str, list[str]]]] = [{"session": []}]

    person: User

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Identify the person before anything is read.

        Raises: LengthRequired, SignInRequired, CsrfFailed.
        """
        super().initial(request, *args, **kwargs)
        person = signed_in_person(request._request)
        if person is None:
            raise SignInRequired
        check_csrf(request)
        self.person = person


def caller_of(request: Request) -> Caller:
    """The person or program that sends the request.

    Raises: SignInRequired, ApiKeyInvalid, CsrfFailed, TooManyRequests.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == BEARER:
        return _program(request, key)
    person = signed_in_person(request._request)
    if person is None:
        raise SignInRequired
    check_csrf(request)
    return Caller(Actor(person_id=person.pk), person.access)


def signed_in_person(request: HttpRequest) -> User | None:
    """The person of the session; None without one, and before the second factor."""
    person = request.user
    if not isinstance(person, User) or not person.is_active or second_factor.is_required(person):
        return None
    return person if may_use(person, request) else None


def check_csrf(request: Request) -> None:
    """Require the CSRF token for a request that changes something. Programs need none.

    Raises: CsrfFailed.
    """
    # The token is in a header. To look for it in a form, Django would read a whole upload.
    request._request.POST = QueryDict()
    check = CSRFCheck(lambda _request: None)  # type: ignore[arg-type]
    check.process_request(request._request)
    rejected = check.process_view(request._request, None, (), {})  # type: ignore[arg-type]
    if rejected:
        raise CsrfFailed


def browser_of(request: Request) -> bytes:
    """What tells browsers apart before a sign-in: a digest of the secret in the CSRF cookie.

    Call it after `check_csrf`, which requires the cookie.
    """
    return sha256(request._request.META["CSRF_COOKIE"].encode()).digest()


def count_sign_in(
    request: Request, kind: Literal["LOGINS", "PASSKEYS", "APPROVALS", "PAIRINGS"] = "LOGINS"
) -> None:
    """Count an attempt to prove who one is. Each kind is limited by itself. Raises: TooManyRequests."""
    count_request(kind, client_of(request), settings.LOGINS_PER_MINUTE)


def _program(request: Request, secret: str) -> Caller:
    try:
        key = key_of_secret(secret)
    except ApiKeyInvalid:
        check_rate_limit(request, "LOOKUPS_PER_MINUTE")
        raise
    return Caller(Actor(api_key_id=key.pk), Access.of([key.grant], is_program=True))


@contextmanager
def with_current_state(read: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Add the current state to the error of a stale save."""
    try:
        yield
    except ChangedMeanwhile as error:
        error.current = read()
        raise
