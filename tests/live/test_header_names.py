"""Headers whose names contain underscores are dropped: in WSGI they look like names with dashes.

The tests send raw HTTP to the processes from the address of a trusted proxy.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from tests.conftest import server
from tests.live_app import LiveApp, run_live_app

HOLDS, LOOKUPS, VIEWERS = 4, 3, 2
VISITOR = "X-Forwarded-For: 203.0.113.{}"
FORGED = (
    "X_Forwarded_For: 198.51.100.{}",
    "X_FORWARDED_FOR: 198.51.100.{}",
    "X-Forwarded_For: 198.51.100.{}",
)


@pytest.fixture(scope="module")
def site() -> Iterator[LiveApp]:
    """A site behind a trusted proxy, with low limits."""
    limits = {
        "HOLDS_PER_MINUTE": str(HOLDS),
        "LOOKUPS_PER_MINUTE": str(LOOKUPS),
        "LIVE_CONNECTIONS_PER_CLIENT": str(VIEWERS),
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    with run_live_app(server.url, **limits) as app:
        yield app


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def send_request(port: int, method: str, path: str, *headers: str, body: bytes = b"") -> socket.socket:
    """Send a request with exactly these headers, in this order. Return the connection."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "Connection: close", "", ""]
    connection = socket.create_connection(("127.0.0.1", port), timeout=15)
    connection.sendall("\r\n".join(lines).encode() + body)
    return connection


def request(site: LiveApp, method: str, path: str, *headers: str, body: bytes = b"") -> tuple[int, bytes]:
    """Send a request to a web process. Return status and body."""
    connection = send_request(port_of(site.base_url), method, path, *headers, body=body)
    with connection, connection.makefile("rb") as response:
        received = response.read()
    head, _, content = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), content


def lock(site: LiveApp, seat: int, *headers: str) -> tuple[int, dict[str, object]]:
    """Hold a seat. Return status and body."""
    body = json.dumps({"show_id": 1, "seat_ids": [seat]}).encode()
    kind = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    status, content = request(site, "POST", "/api/lock-seat/", *headers, *kind, body=body)
    return status, json.loads(content)


@pytest.fixture
def seats(site: LiveApp) -> Iterator[Iterator[int]]:
    """Seat ids of the first show. All holds are expired at the end."""
    with psycopg.connect(site.database_url, autocommit=True) as database:
        query = (
            "SELECT seat.id FROM seat JOIN show USING (hall_id, plan_version) WHERE show.id = 1 ORDER BY 1"
        )
        yield (number for (number,) in database.execute(query).fetchall())
        database.execute(
            "UPDATE booking SET locked_until = now() - interval '1 hour' WHERE status = 'LOCKED'"
        )


@pytest.mark.faults
def test_clients_behind_a_proxy_have_separate_limits(site: LiveApp, seats: Iterator[int]) -> None:
    statuses = [lock(site, next(seats), VISITOR.format(100 + n))[0] for n in range(HOLDS * 2)]
    assert statuses == [201] * HOLDS * 2


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("order", ["alone", "before", "after"])
def test_forged_header_does_not_evade_the_limit_of_holds(
    site: LiveApp, seats: Iterator[int], forged: str, order: str
) -> None:
    number = 10 + 3 * FORGED.index(forged) + ["alone", "before", "after"].index(order)
    # Without the proxy's header the client is the proxy, and earlier cases have exhausted its limit.
    visitor = [] if order == "alone" else [VISITOR.format(number)]
    responses = []
    for n in range(HOLDS + 2):
        forgery = [forged.format(n)]
        responses.append(
            lock(site, next(seats), *(forgery + visitor if order == "before" else visitor + forgery))
        )
    held = [status for status, _ in responses]
    assert held[-2:] == [429, 429]
    assert order == "alone" or held == [201] * HOLDS + [429, 429]


def test_forged_header_does_not_evade_the_limit_of_lookups(site: LiveApp) -> None:
    statuses = []
    for n in range(LOOKUPS + 2):
        headers = (VISITOR.format(50), f"X_Forwarded_For: 198.51.100.{n}")
        statuses.append(request(site, "GET", f"/api/orders/{n:032x}/", *headers)[0])
    assert statuses == [404] * LOOKUPS + [429, 429]


def test_forged_header_does_not_evade_the_limit_of_event_streams(site: LiveApp) -> None:
    with ExitStack() as viewers:
        statuses = []
        for n in range(VIEWERS + 1):
            headers = (VISITOR.format(60), f"X_Forwarded_For: 198.51.100.{n}")
            viewer = send_request(port_of(site.live_url), "GET", "/api/shows/1/events/", *headers)
            viewers.enter_context(viewer)
            statuses.append(int(viewer.recv(12).split()[1]))
    assert statuses == [200] * VIEWERS + [429]


def test_idempotency_key_with_underscores_is_ignored(site: LiveApp, seats: Iterator[int]) -> None:
    visitor, key = VISITOR.format(70), "0123456789abcdef0123456789abcdef"
    seat, other = next(seats), next(seats)
    assert [lock(site, seat, visitor, f"Idempotency-Key: {key}")[0] for _ in range(2)] == [201, 201]
    assert [lock(site, other, visitor, f"Idempotency_Key: {key}")[0] for _ in range(2)] == [201, 409]


def test_hold_token_with_underscores_is_ignored(site: LiveApp, seats: Iterator[int]) -> None:
    token = lock(site, next(seats), VISITOR.format(71))[1]["hold_token"]
    assert request(site, "GET", "/api/holds/current/", f"X-Hold-Token: {token}")[0] == 200
    missing = request(site, "GET", "/api/holds/current/")
    assert request(site, "GET", "/api/holds/current/", f"X_Hold_Token: {token}") == missing


@pytest.mark.parametrize("path", ["/api/lock-seat/", "/api/extend-lock/"])
def test_content_headers_with_underscores_are_ignored(site: LiveApp, path: str) -> None:
    kind, length = "Content-Type: application/json", "Content-Length: 2"
    visitors = map(VISITOR.format, range(80, 100))

    def status(*headers: str, body: bytes = b"{}") -> int:
        return request(site, "POST", path, next(visitors), *headers, body=body)[0]

    assert status(kind, length) == 400
    assert status(kind.replace("-", "_"), length) == 415
    assert status("Content_Type: text/html", kind, length) == 400
    assert status(kind, "Content_Length: 2", body=b"") == status(kind, body=b"")
    assert status(kind, length, "Content_Length: 20000000") == 400


def test_request_id_with_underscores_is_ignored(site: LiveApp) -> None:
    connection = send_request(port_of(site.base_url), "GET", "/api/config/", "X_Request_ID: chosen-by-me")
    with connection, connection.makefile("rb") as response:
        assert b"chosen-by-me" not in response.read()
