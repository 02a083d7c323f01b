"""What only the staff's pages need: sessions, log-in, messages. All other requests go past it."""

from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.views.defaults import bad_request
from django_otp.middleware import OTPMiddleware

STAFF_PAGES = "/admin/"


class _ForStaff:
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase
        if request.path_info.startswith(STAFF_PAGES):
            answer = super().__call__(request)  # type: ignore[misc]
        else:
            answer = self.get_response(request)  # type: ignore[attr-defined]
        return answer


class StaffSessions(_ForStaff, SessionMiddleware):
    """Django's sessions."""


class StaffAuthentication(_ForStaff, AuthenticationMiddleware):
    """Django's `request.user`."""


class StaffSecondFactor(_ForStaff, OTPMiddleware):  # type: ignore[misc]
    """Whether the user was verified by a second factor."""


class StaffMessages(_ForStaff, MessageMiddleware):
    """Django's messages from one page to the next."""


class BadInputAsBadRequest:
    """Turns what only somebody who tries it out would send into a 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django's admin hands values of an address to the database, and JSON to its parser, as they are."""
        is_odd_filter = request.GET and isinstance(error, DataError | OverflowError)
        is_odd_json = request.POST and isinstance(error, UnicodeEncodeError | RecursionError)
        is_ours = request.path_info.startswith(STAFF_PAGES) and (is_odd_filter or is_odd_json)
        return bad_request(request, error) if is_ours else None
