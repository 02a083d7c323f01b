"""What only the staff's pages need: sessions, log-in, messages. All other requests go past it."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
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


class StaffLogIn(_ForStaff, AuthenticationMiddleware):
    """Django's `request.user`."""


class StaffSecondFactor(_ForStaff, OTPMiddleware):  # type: ignore[misc]
    """Whether the user was verified by a second factor."""


class StaffMessages(_ForStaff, MessageMiddleware):
    """Django's messages from one page to the next."""
