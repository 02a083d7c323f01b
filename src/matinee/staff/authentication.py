"""Checks the password of a sign-in."""

from ipaddress import ip_address
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from matinee.staff.models import User


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
        if not isinstance(user, User) or (user.local_only and not _is_local(request)):
            return None
        return user


def _is_local(request: HttpRequest | None) -> bool:
    """Whether the request comes from this machine. REMOTE_ADDR is the client's, also behind a proxy."""
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if ip.version == 6 else None
    return (mapped or ip).is_loopback
