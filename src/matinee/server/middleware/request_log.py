"""Each request gets an id, is counted, and is logged in one line."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from random import getrandbits
from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from matinee.core.metrics import HOLD_OUTCOMES, HOLDS, REQUEST_SECONDS, REQUESTS
from matinee.server.config.logs import bind_contextvars, get_logger, reset_contextvars, route_of

HEADER = "X-Request-ID"
VALID_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""Request ids accepted from a proxy. Other values could forge log lines."""

PROBES = {"/healthz", "/readyz", "/metrics"}
"""Requested every few seconds, so only errors are logged. Outside production, this applies to all routes."""

LOCK_SEAT = "/api/lock-seat/"

log = get_logger()


class RequestLog:
    """The outermost middleware. It logs no names, addresses, secrets or tokens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle the request and record it."""
        began = perf_counter()
        with with_request_id(request.META) as request_id:
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            record_request(
                str(request.method), route_of(request), response.status_code, perf_counter() - began
            )
            return response


@contextmanager
def with_request_id(meta: dict[str, Any]) -> Iterator[str]:
    """Bind the request's id to all log lines during the block. Yields the id."""
    given = meta.get("HTTP_X_REQUEST_ID", "")
    request_id = given if VALID_ID.fullmatch(given) else f"{getrandbits(128):032x}"
    bound = bind_contextvars(request_id=request_id)
    try:
        yield request_id
    finally:
        reset_contextvars(**bound)


def record_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a response, and log it if it is an error or in production."""
    if method not in {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}:
        # Each invented method would create a new metric series.
        method = "other"
    counters, seconds_of = _metrics_for(method, route, status)
    seconds_of.observe(seconds)
    for counter in counters:
        counter.inc()
    if status >= 400 or (settings.PRODUCTION and route not in PROBES):
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@lru_cache(1000)
def _metrics_for(method: str, route: str, status: int) -> tuple[list[Counter], Histogram]:
    """Cached, because the lookup of labels takes longer than counting."""
    counters = [REQUESTS.labels(method, route, status)]
    if route == LOCK_SEAT and method == "POST":
        counters.append(HOLDS.labels(HOLD_OUTCOMES.get(status, "refused")))
    return counters, REQUEST_SECONDS.labels(route)
