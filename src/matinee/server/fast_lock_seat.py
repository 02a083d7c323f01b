"""The most frequent write of all goes past the framework, which costs more CPU than the hold (decision 0017).

Only an ordinary `POST /api/lock-seat/` does. Anything else is the site's, which gives the same answers.
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

OF_ONE_ANSWER = {"content-type", "content-length", HEADER.lower()}
"""What else the site's layers give to a hold is the same each time: policies, no cookie, no cache."""

MOST_ORIGINS = 100

Headers = list[tuple[str, str]]

log = logging.getLogger(__name__)


class Express:
    """Stands in front of the site, and learns from its first hold for a host what comes with each."""

    def __init__(self, site: WSGIApplication) -> None:
        """Know nothing yet."""
        self._site = site
        self._headers: dict[tuple[str, str], Headers] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or let the site do it."""
        if not _is_ordinary(environ):
            return self._ask_site(environ, start_response)
        origin = environ.get("HTTP_HOST", ""), forwarded_scheme(environ)
        headers = self._headers.get(origin)
        if headers is None:
            return self._ask_site(environ, self._learning(origin, start_response))
        status, own, content = _answer(environ)
        start_response(status, [*headers, *own])
        return [content]

    def _ask_site(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with run_slot():
            return self._site(environ, start_response)

    def _learning(self, origin: tuple[str, str], start_response: StartResponse) -> Callable[..., Any]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            if status == HELD and len(self._headers) < MOST_ORIGINS:
                self._headers[origin] = [each for each in headers if each[0].lower() not in OF_ONE_ANSWER]
            return start_response(status, headers, *rest)

        return start


def _is_ordinary(environ: WSGIEnvironment) -> bool:
    """What DRF would find: a method and a format that we have, a body that is there, no parameters."""
    return (
        environ["PATH_INFO"] == LOCK_SEAT
        and environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == JSON
        and "*/*" in environ.get("HTTP_ACCEPT", "*/*")
        and not environ.get("QUERY_STRING")
        and "HTTP_TRANSFER_ENCODING" not in environ
        and has_arrived(environ)
    )


def _answer(environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    began = perf_counter()
    apply_forwarded_headers(environ)
    # As Django does before each request, and after it.
    connection.close_if_unusable_or_obsolete()
    with with_request_id(environ) as request_id:
        response = _held(environ)
        connection.close_if_unusable_or_obsolete()
        record_request("POST", LOCK_SEAT, response.status_code, perf_counter() - began)
    content = response.content
    own = [*response.items(), ("Content-Length", str(len(content))), (HEADER, request_id)]
    return f"{response.status_code} {response.reason_phrase}", own, content


def _held(environ: WSGIEnvironment) -> HttpResponse:
    try:
        with run_slot():
            return lock_seats(PlainRequest(environ, environ["wsgi.input"].read()))
    except Exception as error:
        refused = handle_exception(error, {})
        if refused is None:
            log.exception("Internal Server Error")
            return problem_response(ServerFault())
        return refused
