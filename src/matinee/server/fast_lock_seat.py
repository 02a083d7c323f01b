"""The fast path of `POST /api/lock-seat/`: a hold without Django's middleware and DRF (decision 0017).

The framework takes more CPU time than the hold. Only an ordinary request takes the fast path; the site
handles every other request, with equal responses (docs/fast-paths.md).
"""

import logging
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import connection
from django.http import HttpResponse

from matinee.api.framework.bodies import has_arrived
from matinee.api.framework.errors import ServerFault
from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import PlainRequest
from matinee.api.framework.problem_responses import handle_exception, problem_response
from matinee.api.public.holds.views import lock_seats
from matinee.runtime.run_slots import run_slot
from matinee.server.middleware.request_log import HEADER, LOCK_SEAT, record_request, with_request_id
from matinee.server.middleware.trusted_proxies import apply_forwarded_headers, forwarded_scheme

HELD = "201 Created"

RESPONSE_SPECIFIC = {"content-type", "content-length", HEADER.lower()}
"""The other headers that the middleware adds to a hold are the same each time: policies and caching."""

MAX_ORIGINS = 100

Headers = list[tuple[str, str]]

log = logging.getLogger(__name__)


class FastLockSeat:
    """Wraps the site. The headers of the site's first hold for a host are used for each further one."""

    def __init__(self, site: WSGIApplication) -> None:
        """Start without headers."""
        self._site = site
        self._headers: dict[tuple[str, str], Headers] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle an ordinary hold, and pass any other request to the site."""
        if not _is_ordinary(environ):
            return self._pass_to_site(environ, start_response)
        origin = environ.get("HTTP_HOST", ""), forwarded_scheme(environ)
        headers = self._headers.get(origin)
        if headers is None:
            return self._pass_to_site(environ, self._save_headers(origin, start_response))
        status, own, content = _respond(environ)
        start_response(status, [*headers, *own])
        return [content]

    def _pass_to_site(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with run_slot():
            return self._site(environ, start_response)

    def _save_headers(self, origin: tuple[str, str], start_response: StartResponse) -> Callable[..., Any]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            if status == HELD and len(self._headers) < MAX_ORIGINS:
                self._headers[origin] = [each for each in headers if each[0].lower() not in RESPONSE_SPECIFIC]
            return start_response(status, headers, *rest)

        return start


def _is_ordinary(environ: WSGIEnvironment) -> bool:
    """Whether DRF's checks would pass: supported method and format, a received body, no parameters."""
    return (
        environ["PATH_INFO"] == LOCK_SEAT
        and environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == JSON
        and "*/*" in environ.get("HTTP_ACCEPT", "*/*")
        and not environ.get("QUERY_STRING")
        and "HTTP_TRANSFER_ENCODING" not in environ
        and has_arrived(environ)
    )


def _respond(environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    began = perf_counter()
    apply_forwarded_headers(environ)
    # Django does this before and after each request.
    connection.close_if_unusable_or_obsolete()
    with with_request_id(environ) as request_id:
        response = _hold(environ)
        connection.close_if_unusable_or_obsolete()
        record_request("POST", LOCK_SEAT, response.status_code, perf_counter() - began)
    content = response.content
    own = [*response.items(), ("Content-Length", str(len(content))), (HEADER, request_id)]
    return f"{response.status_code} {response.reason_phrase}", own, content


def _hold(environ: WSGIEnvironment) -> HttpResponse:
    try:
        with run_slot():
            return lock_seats(PlainRequest(environ, environ["wsgi.input"].read()))
    except Exception as error:
        response = handle_exception(error, {})
        if response is None:
            log.exception("Internal Server Error")
            return problem_response(ServerFault())
        return response
