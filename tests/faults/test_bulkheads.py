"""While writes, payments or slow clients wait, the site still serves reads and other writes (B10)."""

import resource
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from threading import Event
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from psycopg import sql

from matinee.server.processes.child_process import HEAD_SECONDS
from matinee.server.processes.web import DATABASE_CONNECTIONS, THREADS, WORKERS
from matinee.server.processes.wsgi_gateway import BODY_TIMEOUT_SECONDS, MAX_BUFFERED_BODY
from tests.faults.machine import wait_for
from tests.live_app import NO_TLS, LiveApp

pytestmark = pytest.mark.load

TIMEOUT_SECONDS = 30
WRITERS = 3 * WORKERS * THREADS
READS = 40
READS_SECONDS = 60
"""Half of what the reads take if each waits for LOCK_WAIT_MS, on a machine that other tests load, too."""

RETRY_SECONDS = 1
"""As `Retry-After` asks. Clients that repeat sooner take so much CPU on a slow machine that reads get 503."""

CONNECTIONS = 2000
OTHER_CONNECTIONS = 10
"""Connections of the worker, the live process and the test."""

Outcome = tuple[int, str | None, str | None]


@pytest.fixture
def client(live_app: LiveApp) -> Iterator[httpx.Client]:
    """An HTTP client of the site."""
    with httpx.Client(base_url=live_app.base_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS) as http:
        yield http


@pytest.fixture
def show_id(database: psycopg.Connection) -> int:
    """A show without bookings."""
    found = database.execute(
        "SELECT id FROM show WHERE sales_close_at > now() + interval '1 hour'"
        " AND NOT EXISTS (SELECT FROM booking WHERE show_id = show.id) ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert found
    return int(found[0])


@pytest.fixture
def seat_ids(database: psycopg.Connection, show_id: int) -> list[int]:
    """Every seat of that show."""
    rows = database.execute(
        "SELECT seat.id FROM seat JOIN show ON show.hall_id = seat.hall_id WHERE show.id = %s ORDER BY 1",
        [show_id],
    )
    return [seat_id for (seat_id,) in rows]


@contextmanager
def locked_seat(app: LiveApp, seat_id: int) -> Iterator[None]:
    """Keep the seat's row locked during the block."""
    with psycopg.connect(app.database_url) as plain:
        plain.execute("SELECT 1 FROM seat WHERE id = %s FOR UPDATE", [seat_id])
        yield


@contextmanager
def repeated_writes(app: LiveApp, path: str, body: object) -> Iterator[Counter[Outcome]]:
    """Send a write repeatedly from more clients than the site has threads; count the outcomes."""
    ended = Event()
    outcomes: Counter[Outcome] = Counter()

    def write() -> None:
        with httpx.Client(base_url=app.base_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS) as writer:
            while not ended.is_set():
                response = writer.post(path, json=body)
                code, delay = response.json().get("code"), response.headers.get("Retry-After")
                outcomes[response.status_code, code, delay] += 1
                ended.wait(RETRY_SECONDS)

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write) for _ in range(WRITERS)]
        try:
            yield outcomes
        finally:
            ended.set()
    for writer in writers:
        writer.result()


def count_lock_waiters(database: psycopg.Connection) -> int:
    rows = database.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return int(rows.fetchone()[0])  # type: ignore[index]


def read_repeatedly(client: httpx.Client, show_id: int) -> None:
    """Read a seat map many times. Without the bulkhead each request could wait for LOCK_WAIT_MS."""
    started = time.monotonic()
    for _ in range(READS):
        response = client.get(f"/api/hall-layout/{show_id}/")
        assert response.status_code == 200, response.text
        assert time.monotonic() - started < READS_SECONDS


@pytest.mark.faults
def test_reads_continue_while_many_writes_wait_for_a_locked_hold(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    hold = client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_ids[0]}).json()
    body = {"hold_token": hold["hold_token"]}
    max_waiting = 0
    with locked_seat(live_app, seat_ids[0]), repeated_writes(live_app, "/api/extend-lock/", body) as outcomes:
        wait_for(lambda: outcomes.total() > WRITERS)
        for _ in range(2):
            max_waiting = max(max_waiting, count_lock_waiters(database))
            read_repeatedly(client, show_id)
        assert set(outcomes) == {(503, "busy", "1")}
    assert 1 <= max_waiting <= WORKERS * (DATABASE_CONNECTIONS * 3 // 8)
    assert client.post("/api/extend-lock/", json=body).status_code == 200


@pytest.mark.faults
def test_other_seats_can_be_held_while_many_writes_wait_for_a_locked_seat(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    locked, taken, *free = seat_ids
    taken_body = {"show_id": show_id, "seat_id": taken}
    assert client.post("/api/lock-seat/", json=taken_body).status_code == 201
    body = {"show_id": show_id, "seat_id": locked}
    max_waiting = 0
    with locked_seat(live_app, locked), repeated_writes(live_app, "/api/lock-seat/", body) as outcomes:
        wait_for(lambda: outcomes.total() > WRITERS)
        for seat_id in free[:10]:
            max_waiting = max(max_waiting, count_lock_waiters(database))
            response = client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_id})
            assert (response.status_code, response.json().get("code")) == (201, None)
            response = client.post("/api/lock-seat/", json=taken_body)
            assert (response.status_code, response.json()["code"]) == (409, "seats-taken")
        read_repeatedly(client, show_id)
        assert set(outcomes) == {(503, "busy", "1")}
    assert 1 <= max_waiting <= WORKERS


@pytest.mark.faults
def test_a_taken_seat_is_reported_while_the_bulkhead_is_full(
    live_app: LiveApp, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    """Extensions of one hold fill the bulkhead, since they name no seat."""
    locked, taken = seat_ids[:2]
    hold, _ = (
        client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_id}).json()
        for seat_id in (locked, taken)
    )
    body = {"hold_token": hold["hold_token"]}
    with locked_seat(live_app, locked), repeated_writes(live_app, "/api/extend-lock/", body) as outcomes:
        wait_for(lambda: outcomes.total() > WRITERS)
        codes = Counter(
            client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": taken}).json()["code"]
            for _ in range(20)
        )
    assert codes == {"seats-taken": 20}


@pytest.mark.faults
def test_reads_continue_while_many_requests_wait_for_the_payment_provider(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    """The row of the demo provider is locked, so it responds to no request."""
    seat = {"show_id": show_id, "seat_id": seat_ids[0]}
    hold = client.post("/api/lock-seat/", json=seat).json()["hold_token"]
    body = {"hold_token": hold, "payment": {"card": "4000 0000 0000 8021"}}
    path = f"/api/orders/{client.post('/api/book-seat/', json=body).json()['order']['secret']}/payment/"
    database.execute("UPDATE demo_payment SET decided_at = now() WHERE status = 'PROCESSING'")
    ended = Event()

    def poll() -> set[tuple[int, str | int]]:
        outcomes = set()
        with httpx.Client(base_url=live_app.base_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS) as customer:
            while not ended.is_set():
                response = customer.get(path)
                outcomes.add((response.status_code, response.json()["status"]))
                ended.wait(RETRY_SECONDS)
        return outcomes

    max_waiting = 0
    with psycopg.connect(live_app.database_url) as transaction, ThreadPoolExecutor(WORKERS * THREADS) as pool:
        transaction.execute("SELECT 1 FROM demo_payment WHERE status = 'PROCESSING' FOR UPDATE")
        customers = [pool.submit(poll) for _ in range(WORKERS * THREADS)]
        try:
            wait_for(lambda: count_lock_waiters(database) > 0)
            for _ in range(2):
                max_waiting = max(max_waiting, count_lock_waiters(database))
                read_repeatedly(client, show_id)
        finally:
            ended.set()
    outcomes = {outcome for customer in customers for outcome in customer.result()}
    assert 1 <= max_waiting <= WORKERS * (DATABASE_CONNECTIONS // 4)
    assert (200, "PENDING") in outcomes
    assert outcomes <= {(200, "PENDING"), (503, 503)}
    assert client.get(path).json() == {"status": "BOOKED", "next_action": None}


def test_all_requests_are_served_while_many_short_bodies_are_incomplete(
    live_app: LiveApp, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    with incomplete_bodies(live_app, length=MAX_BUFFERED_BODY):
        read_repeatedly(client, show_id)
        assert client.post("/api/extend-lock/", json={}).status_code == 400
        body = {"show_id": show_id, "seat_id": seat_ids[-1]}
        assert client.post("/api/lock-seat/", json=body).status_code == 201


def test_a_response_does_not_wait_for_an_unused_body(live_app: LiveApp) -> None:
    with connected(live_app.base_url) as plain:
        plain.settimeout(BODY_TIMEOUT_SECONDS / 2)
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        assert plain.recv(12) == b"HTTP/1.1 200"


def test_only_long_bodies_are_rejected_while_many_long_bodies_are_incomplete(
    live_app: LiveApp, client: httpx.Client, show_id: int
) -> None:
    long = {"hold_token": "x" * MAX_BUFFERED_BODY}
    with incomplete_bodies(live_app, length=MAX_BUFFERED_BODY + 1):
        wait_for(lambda: client.post("/api/extend-lock/", json=long).status_code == 503)
        read_repeatedly(client, show_id)
        assert client.post("/api/extend-lock/", json={}).status_code == 400
    wait_for(lambda: client.post("/api/extend-lock/", json=long).status_code == 404)


@contextmanager
def incomplete_bodies(
    app: LiveApp, *, length: int, clients: int = 3 * WORKERS * THREADS
) -> Iterator[list[socket.socket]]:
    """Open connections that have sent only the first byte of a body."""
    head = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n{" % length
    with ExitStack() as stack:
        connections = [stack.enter_context(connected(app.base_url)) for _ in range(clients)]
        for connection in connections:
            connection.sendall(head)
        yield connections


@pytest.mark.faults
def test_an_incomplete_request_is_ended_after_the_time_limit(live_app: LiveApp, show_id: int) -> None:
    """A head on both ports and bodies of both kinds, at the same time, since each limit is twenty seconds."""
    viewer = httpx.Client(base_url=live_app.live_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS)
    deadline = time.monotonic() + 1.5 * max(HEAD_SECONDS, BODY_TIMEOUT_SECONDS)
    with (
        viewer.stream("GET", f"/api/shows/{show_id}/events/") as stream,
        connected(live_app.base_url) as web,
        connected(live_app.live_url) as live,
        incomplete_bodies(live_app, length=MAX_BUFFERED_BODY, clients=1) as (short,),
        incomplete_bodies(live_app, length=MAX_BUFFERED_BODY + 1, clients=1) as (long,),
    ):
        events = stream.iter_raw()
        assert next(events)
        for connection in (web, live):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        assert {received_until(deadline, connection) for connection in (web, live)} == {b""}
        for connection in (short, long):
            assert received_until(deadline, connection)[:13] in {b"HTTP/1.1 408 ", b"HTTP/1.1 400 "}
        assert next(events), "the event stream stays open"


def connected(url: str) -> socket.socket:
    """Connect to the process at this URL."""
    address = urlsplit(url)
    return socket.create_connection((address.hostname or "", address.port or 0))


def received_until(deadline: float, connection: socket.socket) -> bytes:
    """Return everything until the server closes the connection. Raises: TimeoutError."""
    connection.settimeout(deadline - time.monotonic())
    response = b""
    with suppress(ConnectionResetError):
        while received := connection.recv(4096):
            response += received
    return response


def test_two_thousand_open_connections_are_served(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int
) -> None:
    _, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (maximum, maximum))
    request = f"GET /api/hall-layout/{show_id}/availability/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as opened:
        clients = [opened.enter_context(connected(live_app.base_url)) for _ in range(CONNECTIONS)]
        for connection in clients[::10]:
            connection.sendall(request)
        for connection in clients[::10]:
            connection.settimeout(HEAD_SECONDS / 2)
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert client.get("/healthz").status_code == 200
        assert count_sessions(database) <= WORKERS * DATABASE_CONNECTIONS + OTHER_CONNECTIONS


@pytest.mark.faults
def test_more_readers_than_database_connections_are_served(live_app: LiveApp, show_id: int) -> None:
    """A request returns its connection to the pool with the response."""
    paths = ["/api/shows/", "/api/movies/", f"/api/shows/{show_id}/best-seats/?count=2", "/"]
    readers = 2 * WORKERS * DATABASE_CONNECTIONS

    def read(number: int) -> Counter[int]:
        with httpx.Client(base_url=live_app.base_url, timeout=TIMEOUT_SECONDS, verify=NO_TLS) as reader:
            return Counter(reader.get(path).status_code for path in paths[number % 4 :] + paths[: number % 4])

    with ThreadPoolExecutor(readers) as pool:
        assert sum(pool.map(read, range(readers)), Counter()) == {200: readers * len(paths)}


@pytest.mark.faults
def test_requests_get_unavailable_while_the_database_has_no_free_connection(
    database: psycopg.Connection, client: httpx.Client, show_id: int
) -> None:
    layout = f"/api/hall-layout/{show_id}/"
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    name = sql.Identifier(database.info.dbname)
    try:
        database.execute(limit.format(name, sql.Literal(0)))
        database.execute(
            # Wait for each to end, since a terminating connection could still be used.
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        response = client.get(layout)
        assert (response.status_code, response.json()["code"], response.headers["Retry-After"]) == (
            503,
            "unavailable",
            "1",
        )
    finally:
        database.execute(limit.format(name, sql.Literal(-1)))
    assert client.get(layout).status_code == 200


def count_sessions(database: psycopg.Connection) -> int:
    rows = database.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    return int(rows.fetchone()[0])  # type: ignore[index]
