"""What happens around every request: it gets an id, is counted, and leaves one line in the log."""

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
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may name a request; anything else could forge lines of the log."""

PROBES = {"/healthz", "/readyz", "/metrics"}
"""Asked every few seconds: worth a line when something is wrong. So is everything on one's own machine."""

LOCK_SEAT = "/api/lock-seat/"

log = get_logger()


class RequestLog:
    """The outermost middleware. No name, address, secret or token gets into what it writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say so."""
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
    """Give the request's id, which is in all that is logged meanwhile."""
    given = meta.get("HTTP_X_REQUEST_ID", "")
    request_id = given if SANE.fullmatch(given) else f"{getrandbits(128):032x}"
    bound = bind_contextvars(request_id=request_id)
    try:
        yield request_id
    finally:
        reset_contextvars(**bound)


def record_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer, and log it where that is of use."""
    if method not in {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}:
        # Whoever makes up methods would make up a series each.
        method = "other"
    counters, seconds_of = _series(method, route, status)
    seconds_of.observe(seconds)
    for counter in counters:
        counter.inc()
    if status >= 400 or (settings.PRODUCTION and route not in PROBES):
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@lru_cache(1000)
def _series(method: str, route: str, status: int) -> tuple[list[Counter], Histogram]:
    """Looking them up takes longer than counting."""
    counters = [REQUESTS.labels(method, route, status)]
    if route == LOCK_SEAT and method == "POST":
        counters.append(HOLDS.labels(HOLD_OUTCOMES.get(status, "refused")))
    return counters, REQUEST_SECONDS.labels(route)
