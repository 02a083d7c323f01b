"""What happens around every request: it gets an id, is counted, and leaves one line in the log."""

import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from matinee.core.metrics import HOLD_OUTCOMES, HOLDS, REQUEST_SECONDS, REQUESTS
from matinee.server.logs import bind_contextvars, clear_contextvars, get_logger, route_of

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may name a request; anything else could forge lines of the log."""

PROBES = {"/healthz", "/readyz", "/metrics"}
"""Asked every few seconds: worth a line when something is wrong. So is everything on one's own machine."""

LOCK_SEAT = "/api/lock-seat/"

log = get_logger()


class EachRequest:
    """The outermost middleware. No name, address, secret or token gets into what it writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say so."""
        began = perf_counter()
        request_id = _id_of(request)
        bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            _note(request, response.status_code, perf_counter() - began)
            return response
        finally:
            clear_contextvars()


def _id_of(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if SANE.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    method, route = str(request.method), route_of(request)
    if method not in {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}:
        # Whoever makes up methods would make up a series each.
        method = "other"
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    if route == LOCK_SEAT and method == "POST":
        HOLDS.labels(HOLD_OUTCOMES.get(status, "refused")).inc()
    if status >= 400 or (settings.PRODUCTION and route not in PROBES):
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
