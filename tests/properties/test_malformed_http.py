"""A malformed HTTP request never causes an internal server error or an unhandled exception."""

import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live_app import LiveApp
from tests.properties.test_openapi import LONG, SHOW

TIMEOUT_SECONDS = 1.0
"""How long to wait for a response. An unfinished request gets none, and an event stream does not end."""

JSON = b"Content-Type: application/json\r\n"
HOLD = b'{"show_id":%d,"seat_ids":[60]}' % SHOW
EVENTS = b"/api/shows/%d/events/" % SHOW


def request(
    line: bytes, headers: bytes = b"", body: bytes = b"", host: bytes = b"Host: localhost\r\n"
) -> bytes:
    """The bytes of a request whose response closes the connection."""
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    return b"%s HTTP/1.1\r\n%s%sConnection: close\r\n%s\r\n%s" % (line, host, headers, length, body)


def posted(headers: bytes, body: bytes = b"") -> bytes:
    """The bytes of a request to hold seats, with the given headers."""
    return b"POST /api/lock-seat/ HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n%s" % (JSON, headers, body)


MALFORMED = {
    "TLS": b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(50) + b"\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no host": request(b"GET /", host=b""),
    "two hosts": request(b"GET /", host=b"Host: a\r\nHost: b\r\n"),
    "an invalid host": request(b"GET /", host=b"Host: a b<script>\r\n"),
    "NUL in the host": request(b"GET /", host=b"Host: a\0b\r\n"),
    "an address of another site": request(b"GET http://example.org/api/shows/"),
    "an asterisk": request(b"OPTIONS *"),
    "TRACE": request(b"TRACE /api/shows/"),
    "an unknown method": request(b"BREW /api/lock-seat/", JSON, HOLD),
    "a raw byte in the address": request(b"GET /api/shows/?date=\xff"),
    "NUL in the address": request(b"GET /movies/%00/"),
    "path traversal": request(b"GET /static/../../../../etc/passwd"),
    "encoded path traversal": request(b"GET /static/%2e%2e/..%2f%2e%2e/etc/passwd"),
    "header injection": request(b"GET /%0d%0aSet-Cookie:a=b"),
    "a long address": request(b"GET /" + b"a" * 100_000),
    "a long header": request(b"GET /", b"X-Long: " + b"a" * 200_000 + b"\r\n"),
    "many headers": request(b"GET /", b"".join(b"X-%d: a\r\n" % number for number in range(2_000))),
    "invalid languages": request(b"GET /", b"Accept-Language: " + b"a-" * 4_000 + b"\r\n"),
    "raw bytes in headers": request(b"GET " + EVENTS, b"Last-Event-ID: \xff\r\nX-Hold-Token: \xfe.\xff\r\n"),
    "invalid cookies": request(b"GET /admin/", b"Cookie: =;;\x80=\xff; sessionid=\xff\r\n"),
    "invalid proxy addresses": request(b"GET /api/shows/", b"X-Forwarded-For: ,,%%,::ffff:zz,1.2.3.4.5\r\n"),
    "an upgrade": request(b"GET /", b"Upgrade: websocket\r\n"),
    "two lengths": posted(b"Content-Length: 2\r\nContent-Length: 5\r\n", b"{}abc"),
    "a length and chunks": posted(
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n"
    ),
    "a negative length": posted(b"Content-Length: -2\r\n", b"{}"),
    "an invalid length": posted(b"Content-Length: abc\r\n", b"{}"),
    "a length above 64 bits": posted(b"Content-Length: 99999999999999999999\r\n", b"{}"),
    "a length of thousands of digits": posted(b"Content-Length: %s5\r\n" % (b"0" * 5000), b"hello"),
    "broken chunks": posted(b"Transfer-Encoding: chunked\r\n", b"zz\r\n"),
    "broken chunks to the root": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "an unknown transfer coding": posted(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"),
    "half a body": posted(b"Content-Length: 100\r\n", b"{"),
    "half a head": b"POST /api/lock-seat/ HTTP/1.1\r\nHost: loc",
}


def status_of(port: int, sent: bytes) -> int:
    """The status of the response, or 0 without a response."""
    with socket.create_connection(("localhost", port)) as connection:
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.sendall(sent)
            head = connection.recv(4096)
        except OSError:
            return 0
    return int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/1.") else 0


def ports(app: LiveApp) -> list[int]:
    """The ports of the site and of its live process."""
    return [port for url in (app.base_url, app.live_url) if (port := urlsplit(url).port)]


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_causes_no_server_error(cinema_app: LiveApp, name: str) -> None:
    for port in ports(cinema_app):
        assert status_of(port, MALFORMED[name]) < 500


@settings(
    max_examples=2_000 if LONG else 50,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
@given(
    whole=st.sampled_from(
        [
            posted(b"Content-Length: %d\r\n" % len(HOLD), HOLD),
            posted(b"Transfer-Encoding: chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n"),
            request(
                b"GET /api/shows/?date=2026-11-28", b'If-None-Match: "a"\r\nAccept: application/json\r\n'
            ),
            request(b"GET " + EVENTS, b"Last-Event-ID: 1\r\n"),
        ]
    ),
    position=st.floats(0, 1),
    inserted=st.binary(max_size=8),
    deleted=st.integers(0, 8),
)
def test_a_request_with_random_damage_causes_no_server_error(
    cinema_app: LiveApp, whole: bytes, position: float, inserted: bytes, deleted: int
) -> None:
    index = int(position * len(whole))
    for port in ports(cinema_app):
        assert status_of(port, whole[:index] + inserted + whole[index + deleted :] + b"\r\n\r\n") < 500
