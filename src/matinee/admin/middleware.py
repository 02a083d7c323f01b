"""Middleware for the admin only: sessions, authentication, messages, time zone. Other requests bypass it."""

from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.defaults import bad_request
from django_otp.middleware import OTPMiddleware

from matinee.admin.formatting import common_time_zone

ADMIN_PATH = "/admin/"


class _AdminOnly:
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if request.path_info.startswith(ADMIN_PATH):
            response = super().__call__(request)  # type: ignore[misc]
        else:
            response = self.get_response(request)  # type: ignore[attr-defined]
        return response


class StaffSessions(_AdminOnly, SessionMiddleware):
    """Django's sessions."""


class StaffAuthentication(_AdminOnly, AuthenticationMiddleware):
    """Django's `request.user`."""


class StaffSecondFactor(_AdminOnly, OTPMiddleware):  # type: ignore[misc]
    """django-otp's `request.user.is_verified()`."""


class StaffMessages(_AdminOnly, MessageMiddleware):
    """Django's messages from one page to the next."""


class BadInputAsBadRequest:
    """Turns errors by malformed input into a 400. No page of the admin sends such input."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a 400 for bad query values and JSON. Django's admin passes them on without validation."""
        is_bad_filter = request.GET and isinstance(error, DataError | OverflowError)
        is_bad_json = request.POST and isinstance(error, UnicodeEncodeError | RecursionError)
        is_client_error = request.path_info.startswith(ADMIN_PATH) and (is_bad_filter or is_bad_json)
        return bad_request(request, error) if is_client_error else None


class StaffTimeZone:
    """Shows the admin in the venues' time zone. Its header shows the name of the zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the time zone for the admin's pages."""
        if not request.path_info.startswith(ADMIN_PATH):
            return self.get_response(request)
        with timezone.override(common_time_zone()):
            return self.get_response(request)
