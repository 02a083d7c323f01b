"""Requests over a real socket: chunks, wrong lengths, malformed requests."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.api.test_concurrent_payments import hold_two_seats
from tests.live_app import NO_TLS, LiveApp

CLOSE = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
HEAD = b"POST /api/extend-lock/" + CLOSE + b"Content-Type: application/json\r\n"


def send(app: LiveApp, *parts: bytes) -> tuple[int, dict[str, str], Any]:
    """Send raw bytes; return status, headers, and the body's JSON."""
    address = urlsplit(app.base_url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as plain:
        for part in parts:
            plain.sendall(part)
        response = b"".join(iter(lambda: plain.recv(65536), b""))
    head, _, body = response.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, json.loads(body) if body else None


def code(response: tuple[int, dict[str, str], Any]) -> tuple[int, str]:
    status, headers, body = response
    assert headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in headers
    return status, body["code"]


def test_a_plain_request(live_app: LiveApp) -> None:
    body = b'{"hold_token": "x"}'
    response = send(live_app, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert code(response) == (404, "hold-not-found")


def test_chunks(live_app: LiveApp) -> None:
    response = send(live_app, HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    assert code(response) == (411, "length-required")


def test_too_large(live_app: LiveApp) -> None:
    body = b'{"hold_token": "%s"}' % (b"x" * 70_000)
    response = send(live_app, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert code(response) == (413, "too-large")


def test_a_connection_with_an_unread_body_is_closed_with_notice(live_app: LiveApp) -> None:
    """A client with a pool of connections sends its next request on another one."""
    with httpx.Client(base_url=live_app.base_url, verify=NO_TLS) as client:
        response = client.post("/api/extend-lock/", content=b"x" * 100_000)
        assert (response.status_code, response.headers["Connection"]) == (413, "close")
        for _ in range(3):
            assert client.post("/api/extend-lock/", json={}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/api/%ff/", "/api/%00", "/api/hall-layout/%0d%0a/", "/api/..%2f..%2fetc/", "/api//"]
)
def test_bad_addresses(live_app: LiveApp, path: str) -> None:
    assert code(send(live_app, f"GET {path}".encode() + CLOSE + b"\r\n"))[0] == 404


def test_non_ascii_bytes_in_headers_and_query(live_app: LiveApp) -> None:
    status, _, _ = send(live_app, b"GET /api/shows/?q=\xff%ff" + CLOSE + b"X-Hold-Token: \xff\r\n\r\n")
    assert status in {200, 400}


@pytest.mark.parametrize("value", [b"\xff", "\u00e9.abc".encode(), b"abc"])
def test_a_hold_token_that_is_not_ascii_is_unknown(live_app: LiveApp, value: bytes) -> None:
    token = CLOSE + b"X-Hold-Token: %s\r\n\r\n" % value
    assert code(send(live_app, b"GET /api/holds/current/" + token)) == (404, "hold-not-found")
    status, headers, _ = send(live_app, b"GET /api/hall-layout/1/availability/" + token)
    assert (status, headers["cache-control"]) == (200, "private, no-cache")


@pytest.mark.parametrize("path", [b"lock-seat", b"book-seat"])
def test_an_idempotency_key_that_is_not_ascii_is_invalid(live_app: LiveApp, path: bytes) -> None:
    hold = hold_two_seats(live_app.base_url)
    names = ("show_id", "seat_ids") if path == b"lock-seat" else ("hold_token",)
    body = json.dumps({name: hold[name] for name in names}).encode()
    head = HEAD.replace(b"extend-lock", path) + b"Idempotency-Key: 1234567890123456\xff\r\n"
    response = send(live_app, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert code(response) == (400, "invalid")
    assert list(response[2]["errors"]) == ["Idempotency-Key"]


def test_head_has_no_body(live_app: LiveApp) -> None:
    status, headers, body = send(live_app, b"HEAD /api/shows/" + CLOSE + b"\r\n")
    assert (status, headers["content-type"], body) == (200, "application/json", None)


def test_request_after_an_oversized_body_succeeds(live_app: LiveApp) -> None:
    body = b"x" * 300_000
    for _ in range(5):
        send(live_app, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    test_a_plain_request(live_app)
