"""Fast lock-seat returns the same responses as Django and passes all other requests on to it."""

import json
import select
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from matinee.core.client_address import parse_networks
from matinee.server.fast_lock_seat import FastLockSeat
from matinee.server.processes.wsgi_gateway import IncompleteBody, StreamedBody
from tests.api.client import all_rows
from tests.cinema import Cinema
from tests.races.concurrency import plain_connection

# A real request closes its connection at the end, which would end the test's transaction.
pytestmark = pytest.mark.django_db(transaction=True)

PROXY, HTTPS = "10.0.0.1", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
VARYING_FIELDS = {"hold_token", "locked_until", "server_time", "seat_ids"}


@dataclass
class CountingApp:
    """Django's WSGI application, which counts its requests."""

    django: WSGIHandler = field(default_factory=WSGIHandler)
    requests: int = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.requests += 1
        return self.django(environ, start_response)


ParsedResponse = tuple[str, dict[str, str], Any]


def send(app: Any, body: Any, **environ: Any) -> ParsedResponse:
    """Send a hold request to a WSGI application; return status, headers without `X-Request-ID`, and body."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    received: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        received.update(status=status, headers=dict(headers))

    request = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/lock-seat/",
        "QUERY_STRING": "",
        "SERVER_NAME": "cinema",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_HOST": "cinema.example",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(raw)),
        "wsgi.input": BytesIO(raw),
        "wsgi.url_scheme": "http",
        **environ,
    }
    content = b"".join(app({name: value for name, value in request.items() if value is not None}, start))
    assert received["headers"].pop("X-Request-ID")
    return received["status"], received["headers"], json.loads(content) if content else None


def fast_path(cinema: Cinema, seat: str = "A1", **environ: Any) -> tuple[FastLockSeat, CountingApp]:
    """Return a fast path that knows this host from a first hold, and the application behind it."""
    django = CountingApp()
    fast = FastLockSeat(django)
    assert send(fast, hold_body(cinema, seat), **environ)[0] == "201 Created"
    assert django.requests == 1
    django.requests = 0
    return fast, django


def hold_body(cinema: Cinema, *names: str, **more: Any) -> dict[str, Any]:
    return {"show_id": cinema.show.pk, "seat_ids": cinema.ids(*names), **more}


def test_hold_does_not_reach_django_and_has_an_equal_response(cinema: Cinema) -> None:
    fast, django = fast_path(cinema)
    fast_response = send(fast, hold_body(cinema, "A2"))
    assert django.requests == 0
    django_response = send(django, hold_body(cinema, "A3"))
    assert fast_response[0] == "201 Created"
    for status, headers, body in (fast_response, django_response):
        assert int(headers["Content-Length"]) == len(json.dumps(body, separators=(",", ":")).encode())
        assert body.keys() >= VARYING_FIELDS, status
        for name in VARYING_FIELDS:
            del body[name]
    assert fast_response == django_response
    assert "no-store" in fast_response[1]["Cache-Control"]
    assert fast_response[1]["Content-Security-Policy"]


def invalid_requests(cinema: Cinema) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Return the body and extra WSGI variables of requests that fail on the fast path."""
    return {
        "taken": (hold_body(cinema, "A1"), {}),
        "a part taken": (hold_body(cinema, "A1", "A4"), {}),
        "no such show": ({"show_id": 999_999, "seat_id": 1}, {}),
        "no such seat": ({"show_id": cinema.show.pk, "seat_id": 999_999}, {}),
        "no token": ({**hold_body(cinema, "A4"), "hold_token": "nonsense"}, {}),
        "not JSON": (b"{", {}),
        "no object": ([1, 2], {}),
        "too deep": (b"[" * 9 + b"]" * 9, {}),
        "no seats": ({"show_id": cinema.show.pk}, {}),
        "both": (hold_body(cinema, "A4", seat_id=1), {}),
        "too many": (hold_body(cinema, *(f"{row}{n}" for row in "ABC" for n in range(1, 5))), {}),
        "unknown field": (hold_body(cinema, "A4", price=0), {}),
        "a bad key": (hold_body(cinema, "A4"), {"HTTP_IDEMPOTENCY_KEY": "short"}),
        "shorter than its Content-Length": (b"{", {"CONTENT_LENGTH": "500"}),
    }


def test_error_has_an_equal_response_and_changes_nothing(cinema: Cinema) -> None:
    fast, django = fast_path(cinema)
    before = all_rows()
    for name, (body, environ) in invalid_requests(cinema).items():
        django.requests = 0
        fast_response = send(fast, body, **environ)
        assert django.requests == 0, name
        assert fast_response == send(django, body, **environ), name
        assert fast_response[1]["Content-Type"] == "application/problem+json", name
    assert all_rows() == before


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "GET"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"PATH_INFO": "/api/extend-lock/"},
        {"QUERY_STRING": "a=1"},
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_TYPE": "application/json; charset=utf-8"},
        {"CONTENT_TYPE": None},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"wsgi.input": IncompleteBody()},
        {"wsgi.input": StreamedBody(None, length=0)},
        {"HTTP_HOST": "other.example"},
        {"HTTP_HOST": None},
    ],
)
def test_other_requests_are_passed_to_django(cinema: Cinema, environ: dict[str, Any]) -> None:
    fast, django = fast_path(cinema)
    send(fast, hold_body(cinema, "A2"), **environ)
    assert django.requests == 1


def test_unknown_hosts_are_always_passed_to_django(cinema: Cinema, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["cinema.example"]
    fast, django = fast_path(cinema)
    for requests in (1, 2):
        assert send(fast, hold_body(cinema, "A2"), HTTP_HOST="evil.example")[0] == "400 Bad Request"
        assert django.requests == requests


def test_plain_http_is_redirected_with_any_proxy_headers(cinema: Cinema, settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = parse_networks([PROXY])
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    fast, django = fast_path(cinema, **HTTPS)
    assert send(fast, hold_body(cinema, "A2"), **HTTPS)[1]["Strict-Transport-Security"]
    assert django.requests == 0
    for environ in ({}, {"HTTP_X_FORWARDED_PROTO": "https"}, {"REMOTE_ADDR": PROXY}):
        assert send(fast, hold_body(cinema, "A3"), **environ)[0].startswith("301")


def test_rate_limit_counts_the_client_behind_a_proxy(cinema: Cinema, settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES, settings.HOLDS_PER_MINUTE = parse_networks([PROXY]), 2
    fast, _ = fast_path(cinema, REMOTE_ADDR="198.51.100.1")
    behind = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "198.51.100.2"}
    statuses = [send(fast, hold_body(cinema, f"B{number}"), **behind)[0] for number in (1, 2, 3)]
    assert statuses == ["201 Created", "201 Created", "429 Too Many Requests"]
    assert send(fast, hold_body(cinema, "B3"), REMOTE_ADDR="198.51.100.2")[0] == "429 Too Many Requests"


def test_internal_error_has_an_equal_response(cinema: Cinema, settings: LazySettings) -> None:
    fast, django = fast_path(cinema)
    settings.LOCK_WAIT_MS = "not a number of"
    fast_response = send(fast, hold_body(cinema, "A2"))
    assert django.requests == 0
    django_response = send(django, hold_body(cinema, "A2"))
    assert (fast_response[0], fast_response[2]) == (django_response[0], django_response[2])
    assert fast_response[0] == "500 Internal Server Error"


def test_closed_connection_is_replaced(cinema: Cinema) -> None:
    fast, django = fast_path(cinema)
    for seat in ("A2", "A3"):
        with plain_connection() as plain:
            plain.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        wait_until_closed(connection.connection.fileno())
        assert send(fast, hold_body(cinema, seat))[0] == "201 Created"
    assert django.requests == 0


def wait_until_closed(file: int) -> None:
    """Wait until the socket reports the end of the connection."""
    assert select.select([file], [], [], 5)[0]
