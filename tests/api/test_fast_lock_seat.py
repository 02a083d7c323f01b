"""The short way of a hold gives the site's own answers, and leaves to the site all that is not ordinary."""

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
from tests.api.client import everything
from tests.cinema import Cinema
from tests.races.concurrency import plain_connection

# A real request looks after its connection, and would close one in the middle of a test's transaction.
pytestmark = pytest.mark.django_db(transaction=True)

PROXY, HTTPS = "10.0.0.1", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
OF_THE_MOMENT = {"hold_token", "locked_until", "server_time", "seat_ids"}


@dataclass
class Watched:
    """The real site, which counts how often it is asked."""

    site: WSGIHandler = field(default_factory=WSGIHandler)
    asked: int = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        return self.site(environ, start_response)


Answer = tuple[str, dict[str, str], Any]


def ask(site: Any, body: Any, **environ: Any) -> Answer:
    """Status, headers and body of what it answers, but for the number that each request gets."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        said.update(status=status, headers=dict(headers))

    asked = {
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
    content = b"".join(site({name: value for name, value in asked.items() if value is not None}, start))
    assert said["headers"].pop("X-Request-ID")
    return said["status"], said["headers"], json.loads(content) if content else None


def express(cinema: Cinema, seat: str = "A1", **environ: Any) -> tuple[FastLockSeat, Watched]:
    """One that has seen a hold of this host."""
    site = Watched()
    made = FastLockSeat(site)
    assert ask(made, wish(cinema, seat), **environ)[0] == "201 Created"
    assert site.asked == 1
    site.asked = 0
    return made, site


def wish(cinema: Cinema, *names: str, **more: Any) -> dict[str, Any]:
    return {"show_id": cinema.show.pk, "seat_ids": cinema.ids(*names), **more}


def test_a_hold_goes_past_the_site_and_reads_the_same(cinema: Cinema) -> None:
    made, site = express(cinema)
    quick = ask(made, wish(cinema, "A2"))
    assert site.asked == 0
    usual = ask(site, wish(cinema, "A3"))
    assert quick[0] == "201 Created"
    for status, headers, body in (quick, usual):
        assert int(headers["Content-Length"]) == len(json.dumps(body, separators=(",", ":")).encode())
        assert body.keys() >= OF_THE_MOMENT, status
        for name in OF_THE_MOMENT:
            del body[name]
    assert quick == usual
    assert "no-store" in quick[1]["Cache-Control"]
    assert quick[1]["Content-Security-Policy"]


def refused(cinema: Cinema) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Ordinary requests that come to nothing: what they say, and what else is special."""
    return {
        "taken": (wish(cinema, "A1"), {}),
        "a part taken": (wish(cinema, "A1", "A4"), {}),
        "no such show": ({"show_id": 999_999, "seat_id": 1}, {}),
        "no such seat": ({"show_id": cinema.show.pk, "seat_id": 999_999}, {}),
        "no token": ({**wish(cinema, "A4"), "hold_token": "nonsense"}, {}),
        "not JSON": (b"{", {}),
        "no object": ([1, 2], {}),
        "too deep": (b"[" * 9 + b"]" * 9, {}),
        "no seats": ({"show_id": cinema.show.pk}, {}),
        "both": (wish(cinema, "A4", seat_id=1), {}),
        "too many": (wish(cinema, *(f"{row}{n}" for row in "ABC" for n in range(1, 5))), {}),
        "unknown field": (wish(cinema, "A4", price=0), {}),
        "a bad key": (wish(cinema, "A4"), {"HTTP_IDEMPOTENCY_KEY": "short"}),
        "shorter than it says": (b"{", {"CONTENT_LENGTH": "500"}),
    }


def test_a_refusal_reads_the_same_and_changes_nothing(cinema: Cinema) -> None:
    made, site = express(cinema)
    before = everything()
    for name, (body, environ) in refused(cinema).items():
        site.asked = 0
        quick = ask(made, body, **environ)
        assert site.asked == 0, name
        assert quick == ask(site, body, **environ), name
        assert quick[1]["Content-Type"] == "application/problem+json", name
    assert everything() == before


@pytest.mark.parametrize(
    "special",
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
def test_what_is_not_ordinary_is_the_sites(cinema: Cinema, special: dict[str, Any]) -> None:
    made, site = express(cinema)
    ask(made, wish(cinema, "A2"), **special)
    assert site.asked == 1


def test_a_host_that_is_not_ours_is_always_asked_of_the_site(cinema: Cinema, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["cinema.example"]
    made, site = express(cinema)
    for asked in (1, 2):
        assert ask(made, wish(cinema, "A2"), HTTP_HOST="evil.example")[0] == "400 Bad Request"
        assert site.asked == asked


def test_plain_http_is_sent_to_https_whoever_says_what(cinema: Cinema, settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = parse_networks([PROXY])
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    made, site = express(cinema, **HTTPS)
    assert ask(made, wish(cinema, "A2"), **HTTPS)[1]["Strict-Transport-Security"]
    assert site.asked == 0
    for lie in ({}, {"HTTP_X_FORWARDED_PROTO": "https"}, {"REMOTE_ADDR": PROXY}):
        assert ask(made, wish(cinema, "A3"), **lie)[0].startswith("301")


def test_the_visitor_behind_a_proxy_is_the_one_that_is_counted(
    cinema: Cinema, settings: LazySettings
) -> None:
    settings.TRUSTED_PROXIES, settings.HOLDS_PER_MINUTE = parse_networks([PROXY]), 2
    made, _ = express(cinema, REMOTE_ADDR="198.51.100.1")
    behind = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "198.51.100.2"}
    stati = [ask(made, wish(cinema, f"B{number}"), **behind)[0] for number in (1, 2, 3)]
    assert stati == ["201 Created", "201 Created", "429 Too Many Requests"]
    assert ask(made, wish(cinema, "B3"), REMOTE_ADDR="198.51.100.2")[0] == "429 Too Many Requests"


def test_a_fault_of_our_own_reads_the_same(cinema: Cinema, settings: LazySettings) -> None:
    made, site = express(cinema)
    settings.LOCK_WAIT_MS = "not a number of"
    quick = ask(made, wish(cinema, "A2"))
    assert site.asked == 0
    usual = ask(site, wish(cinema, "A2"))
    assert (quick[0], quick[2]) == (usual[0], usual[2])
    assert quick[0] == "500 Internal Server Error"


def test_whoever_comes_after_the_connection_was_cut_notices_nothing(cinema: Cinema) -> None:
    made, site = express(cinema)
    for seat in ("A2", "A3"):
        with plain_connection() as plain:
            plain.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        wait_until_closed(connection.connection.fileno())
        assert ask(made, wish(cinema, seat))[0] == "201 Created"
    assert site.asked == 0


def wait_until_closed(file: int) -> None:
    """The server's last word arrives a moment after it was told to end."""
    assert select.select([file], [], [], 5)[0]
