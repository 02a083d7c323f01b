"""Whose word on the visitor's address and on HTTPS is believed: that of the operator's own proxies."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from matinee.core.client_address import client_address, is_trusted

SCHEME = "HTTP_X_FORWARDED_PROTO"


class TrustedProxies:
    """Make REMOTE_ADDR the visitor's; drop what strangers say about HTTPS. Before all that looks there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Believe a trusted proxy, and nobody else."""
        apply_forwarded_headers(request.META)
        return self.get_response(request)


def apply_forwarded_headers(meta: dict[str, Any]) -> None:
    """Change what is said of the visitor to what can be believed; once."""
    peer, trusted = meta.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
    if trusted and is_trusted(peer, trusted):
        meta["REMOTE_ADDR"] = client_address(peer, meta.get("HTTP_X_FORWARDED_FOR", ""), trusted)
    elif SCHEME in meta:
        # Not taken away: that there was a proxy still counts.
        meta[SCHEME] = ""


def forwarded_scheme(meta: dict[str, Any]) -> str:
    """The scheme that a trusted proxy says the visitor uses, before `believe`; else none."""
    trusted = settings.TRUSTED_PROXIES
    return meta.get(SCHEME, "") if trusted and is_trusted(meta.get("REMOTE_ADDR", ""), trusted) else ""
