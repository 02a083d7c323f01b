"""Sessions and authentication for staff only. Requests of moviegoers bypass them, and get no cookie."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_otp.middleware import OTPMiddleware

STAFF_PATHS = ("/admin/", "/staff/", "/api/staff/")


class _StaffOnly:
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if request.path_info.startswith(STAFF_PATHS):
            response = super().__call__(request)  # type: ignore[misc]
        else:
            response = self.get_response(request)  # type: ignore[attr-defined]
        return response


class StaffSessions(_StaffOnly, SessionMiddleware):
    """Django's sessions."""


class StaffAuthentication(_StaffOnly, AuthenticationMiddleware):
    """Django's `request.user`."""


class StaffSecondFactor(_StaffOnly, OTPMiddleware):  # type: ignore[misc]
    """django-otp's `request.user.is_verified()`."""
