"""X-Forwarded-For and X-Forwarded-Proto are used only if a trusted proxy sent them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from matinee.core.client_address import client_address, is_trusted

SCHEME = "HTTP_X_FORWARDED_PROTO"


class TrustedProxies:
    """Sets REMOTE_ADDR to the client's address, and clears X-Forwarded-Proto of untrusted peers.

    It must precede all middleware that reads them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request with the corrected headers."""
        apply_forwarded_headers(request.META)
        return self.get_response(request)


def apply_forwarded_headers(meta: dict[str, Any]) -> None:
    """Update REMOTE_ADDR and the scheme in place. Call this once per request."""
    peer, trusted = meta.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
    if trusted and is_trusted(peer, trusted):
        meta["REMOTE_ADDR"] = client_address(peer, meta.get("HTTP_X_FORWARDED_FOR", ""), trusted)
    elif SCHEME in meta:
        # Cleared, not deleted: its presence still shows that there was a proxy.
        meta[SCHEME] = ""


def forwarded_scheme(meta: dict[str, Any]) -> str:
    """Return the scheme from a trusted proxy, else "". Call this before `apply_forwarded_headers`."""
    trusted = settings.TRUSTED_PROXIES
    return meta.get(SCHEME, "") if trusted and is_trusted(meta.get("REMOTE_ADDR", ""), trusted) else ""
