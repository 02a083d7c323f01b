"""Middleware for the admin only: messages, time zone. Other requests bypass it."""

from collections.abc import Callable
from typing import Any

from django.contrib.messages.middleware import MessageMiddleware
from django.db import DataError
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.defaults import bad_request

from matinee.admin.formatting import common_time_zone

ADMIN_PATH = "/admin/"


class StaffMessages(MessageMiddleware):
    """Django's messages from one page to the next."""

    def __call__(self, request: HttpRequest) -> Any:
        """Read and store messages for the admin's pages."""
        is_admin = request.path_info.startswith(ADMIN_PATH)
        return super().__call__(request) if is_admin else self.get_response(request)


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
