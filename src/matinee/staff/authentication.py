"""Checks the password of a sign-in."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from matinee.staff.models import User

MARKS_OF_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


class StaffBackend(ModelBackend):
    """Email address and password. An account that is `local_only` signs in on the site's own machine only."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **options: Any,
    ) -> User | None:
        """Return the user, or None."""
        user = super().authenticate(request, username, password, **options)
        if not isinstance(user, User) or not may_use(user, request):
            return None
        return user


def may_use(user: User, request: HttpRequest | None) -> bool:
    """Whether the account may be used from there: one that is `local_only` on the site's own machine only.

    A proxy on the machine passes on requests of others, so a request that a proxy marked is not local.
    """
    if not user.local_only:
        return True
    if settings.PRODUCTION or request is None or any(name in request.META for name in MARKS_OF_PROXIES):
        return False
    try:
        ip = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if ip.version == 6 else None
    return (mapped or ip).is_loopback
