"""Whose word on the visitor's address and on HTTPS is believed: that of the operator's own proxies."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from matinee.core.clients import address_of, is_trusted


class TrustedProxies:
    """Make REMOTE_ADDR the visitor's; drop what strangers say about HTTPS. Before all that looks there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Believe a trusted proxy, and nobody else."""
        peer, trusted = request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
        if trusted and is_trusted(peer, trusted):
            said = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = address_of(peer, said, trusted)
        elif "HTTP_X_FORWARDED_PROTO" in request.META:
            # Not taken away: that there was a proxy still counts.
            request.META["HTTP_X_FORWARDED_PROTO"] = ""
        return self.get_response(request)
