"""The running site while something is stuck: reads are served as before (B10)."""

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

PATIENCE_SECONDS = 30
WRITERS = 3 * WORKERS * THREADS
READS = 40
CONNECTIONS = 2000
OTHER_CONNECTIONS = 10
"""Of the worker, the live process and the test."""

Answer = tuple[int, str | None, str | None]


@pytest.fixture
def client(live_app: LiveApp) -> Iterator[httpx.Client]:
    """A visitor who waits a while for an answer."""
    with httpx.Client(base_url=live_app.base_url, timeout=PATIENCE_SECONDS, verify=NO_TLS) as visitor:
        yield visitor


@pytest.fixture
def show_id(database: psycopg.Connection) -> int:
    """A show that nobody has booked yet."""
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
def stuck(app: LiveApp, seat_id: int) -> Iterator[None]:
    """Somebody with psql keeps the seat's row locked."""
    with psycopg.connect(app.database_url) as plain:
        plain.execute("SELECT 1 FROM seat WHERE id = %s FOR UPDATE", [seat_id])
        yield


@contextmanager
def storm(app: LiveApp, path: str, body: object) -> Iterator[Counter[Answer]]:
    """More writers than there are threads, again and again until the block ends; then what they were told."""
    over = Event()
    told: Counter[Answer] = Counter()

    def write() -> None:
        with httpx.Client(base_url=app.base_url, timeout=PATIENCE_SECONDS, verify=NO_TLS) as writer:
            while not over.is_set():
                answer = writer.post(path, json=body)
                told[answer.status_code, answer.json().get("code"), answer.headers.get("Retry-After")] += 1
                over.wait(0.5)

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write) for _ in range(WRITERS)]
        try:
            yield told
        finally:
            over.set()
    for writer in writers:
        writer.result()


def waiting_for_locks(database: psycopg.Connection) -> int:
    rows = database.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return int(rows.fetchone()[0])  # type: ignore[index]


def look_again_and_again(client: httpx.Client, show_id: int) -> None:
    """Without the wall each of these would wait for a whole LOCK_WAIT_MS."""
    began = time.monotonic()
    for _ in range(READS):
        assert client.get(f"/api/hall-layout/{show_id}/").status_code == 200
        assert time.monotonic() - began < PATIENCE_SECONDS


def test_reads_go_on_while_writers_storm_a_stuck_hold(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    hold = client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_ids[0]}).json()
    body = {"hold_token": hold["hold_token"]}
    most = 0
    with stuck(live_app, seat_ids[0]), storm(live_app, "/api/extend-lock/", body) as told:
        wait_for(lambda: told.total() > WRITERS)
        for _ in range(5):
            most = max(most, waiting_for_locks(database))
            look_again_and_again(client, show_id)
        assert set(told) == {(503, "busy", "1")}
    assert 1 <= most <= WORKERS * (DATABASE_CONNECTIONS * 3 // 8)
    assert client.post("/api/extend-lock/", json=body).status_code == 200


def test_a_stuck_seat_leaves_the_others_alone(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    stuck_one, taken, *free = seat_ids
    taken_body = {"show_id": show_id, "seat_id": taken}
    assert client.post("/api/lock-seat/", json=taken_body).status_code == 201
    body = {"show_id": show_id, "seat_id": stuck_one}
    most = 0
    with stuck(live_app, stuck_one), storm(live_app, "/api/lock-seat/", body) as told:
        wait_for(lambda: told.total() > WRITERS)
        for seat_id in free[:10]:
            most = max(most, waiting_for_locks(database))
            answer = client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_id})
            assert (answer.status_code, answer.json().get("code")) == (201, None)
            answer = client.post("/api/lock-seat/", json=taken_body)
            assert (answer.status_code, answer.json()["code"]) == (409, "seats-taken")
        look_again_and_again(client, show_id)
        assert set(told) == {(503, "busy", "1")}
    assert 1 <= most <= WORKERS


def test_a_taken_seat_is_taken_even_where_all_is_stuck(
    live_app: LiveApp, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    """The holds of one bearer fill the wall, since they name no seat."""
    stuck_one, taken = seat_ids[:2]
    hold, _ = (
        client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_id}).json()
        for seat_id in (stuck_one, taken)
    )
    body = {"hold_token": hold["hold_token"]}
    with stuck(live_app, stuck_one), storm(live_app, "/api/extend-lock/", body) as told:
        wait_for(lambda: told.total() > WRITERS)
        codes = Counter(
            client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": taken}).json()["code"]
            for _ in range(20)
        )
    assert codes == {"seats-taken": 20}


def test_reads_go_on_while_many_ask_a_slow_payment_provider(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    """The demo's own row is locked, so it answers nobody: not the pollers, not the bank's page."""
    seat = {"show_id": show_id, "seat_id": seat_ids[0]}
    hold = client.post("/api/lock-seat/", json=seat).json()["hold_token"]
    body = {"hold_token": hold, "payment": {"card": "4000 0000 0000 8021"}}
    path = f"/api/orders/{client.post('/api/book-seat/', json=body).json()['order']['secret']}/payment/"
    database.execute("UPDATE demo_payment SET decided_at = now() WHERE status = 'PROCESSING'")
    over = Event()

    def poll() -> set[tuple[int, str | int]]:
        told = set()
        with httpx.Client(base_url=live_app.base_url, timeout=PATIENCE_SECONDS, verify=NO_TLS) as buyer:
            while not over.is_set():
                answer = buyer.get(path)
                told.add((answer.status_code, answer.json()["status"]))
                over.wait(0.5)
        return told

    most = 0
    with psycopg.connect(live_app.database_url) as bank, ThreadPoolExecutor(WORKERS * THREADS) as pool:
        bank.execute("SELECT 1 FROM demo_payment WHERE status = 'PROCESSING' FOR UPDATE")
        buyers = [pool.submit(poll) for _ in range(WORKERS * THREADS)]
        try:
            wait_for(lambda: waiting_for_locks(database) > 0)
            for _ in range(5):
                most = max(most, waiting_for_locks(database))
                look_again_and_again(client, show_id)
        finally:
            over.set()
    told = {one for buyer in buyers for one in buyer.result()}
    assert 1 <= most <= WORKERS * (DATABASE_CONNECTIONS // 4)
    assert (200, "PENDING") in told
    assert told <= {(200, "PENDING"), (503, 503)}, "as far as it is known, or unavailable"
    assert client.get(path).json() == {"status": "BOOKED", "next_action": None}


def test_all_goes_on_while_clients_dawdle_over_short_bodies(
    live_app: LiveApp, client: httpx.Client, show_id: int, seat_ids: list[int]
) -> None:
    with dawdlers(live_app, length=MAX_BUFFERED_BODY):
        look_again_and_again(client, show_id)
        assert client.post("/api/extend-lock/", json={}).status_code == 400
        wish = {"show_id": show_id, "seat_id": seat_ids[-1]}
        assert client.post("/api/lock-seat/", json=wish).status_code == 201


@pytest.mark.parametrize("length", [MAX_BUFFERED_BODY, MAX_BUFFERED_BODY + 1])
def test_a_body_that_never_ends_is_waited_for_no_longer_than_that(live_app: LiveApp, length: int) -> None:
    with dawdlers(live_app, length=length, clients=1) as (dawdler,):
        dawdler.settimeout(2 * BODY_TIMEOUT_SECONDS)
        answer = b""
        with suppress(ConnectionResetError):
            while received := dawdler.recv(4096):
                answer += received
    assert answer[:13] in {b"HTTP/1.1 408 ", b"HTTP/1.1 400 "}


def test_a_body_that_nobody_reads_is_not_waited_for(live_app: LiveApp) -> None:
    address = urlsplit(live_app.base_url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as plain:
        plain.settimeout(BODY_TIMEOUT_SECONDS / 2)
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
        assert plain.recv(12) == b"HTTP/1.1 200"


def test_only_long_bodies_are_refused_while_clients_dawdle_over_theirs(
    live_app: LiveApp, client: httpx.Client, show_id: int
) -> None:
    long = {"hold_token": "x" * MAX_BUFFERED_BODY}
    with dawdlers(live_app, length=MAX_BUFFERED_BODY + 1):
        wait_for(lambda: client.post("/api/extend-lock/", json=long).status_code == 503)
        look_again_and_again(client, show_id)
        assert client.post("/api/extend-lock/", json={}).status_code == 400
        wait_for(lambda: client.post("/api/extend-lock/", json=long).status_code == 404)


@contextmanager
def dawdlers(
    app: LiveApp, *, length: int, clients: int = 3 * WORKERS * THREADS
) -> Iterator[list[socket.socket]]:
    """So many clients have sent the first byte of a body."""
    address = urlsplit(app.base_url)
    head = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n{" % length
    with ExitStack() as dawdling:
        connections = [
            dawdling.enter_context(socket.create_connection((address.hostname or "", address.port or 0)))
            for _ in range(clients)
        ]
        for connection in connections:
            connection.sendall(head)
        yield connections


def test_a_head_that_never_ends_is_waited_for_no_longer_than_that(live_app: LiveApp, show_id: int) -> None:
    viewer = httpx.Client(base_url=live_app.live_url, timeout=PATIENCE_SECONDS, verify=NO_TLS)
    addresses = [urlsplit(url) for url in (live_app.base_url, live_app.live_url)]
    with ExitStack() as opened:
        map_ = opened.enter_context(viewer.stream("GET", f"/api/shows/{show_id}/events/"))
        events = map_.iter_raw()
        assert next(events)
        dawdlers = [
            opened.enter_context(socket.create_connection((address.hostname or "", address.port or 0)))
            for address in addresses
        ]
        for dawdler in dawdlers:
            dawdler.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        deadline = time.monotonic() + HEAD_SECONDS * 1.5
        for dawdler in dawdlers:
            dawdler.settimeout(deadline - time.monotonic())
            with suppress(ConnectionResetError):
                assert dawdler.recv(1) == b""
        assert next(events), "who watches a map stays"


def test_two_thousand_open_connections(
    live_app: LiveApp, database: psycopg.Connection, client: httpx.Client, show_id: int
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    address = urlsplit(live_app.base_url)
    request = f"GET /api/hall-layout/{show_id}/availability/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as opened:
        visitors = [
            opened.enter_context(socket.create_connection((address.hostname or "", address.port or 0)))
            for _ in range(CONNECTIONS)
        ]
        for visitor in visitors[::10]:
            visitor.sendall(request)
        for visitor in visitors[::10]:
            visitor.settimeout(HEAD_SECONDS / 2)
            assert visitor.recv(12) == b"HTTP/1.1 200"
        assert client.get("/healthz").status_code == 200
        assert sessions(database) <= WORKERS * DATABASE_CONNECTIONS + OTHER_CONNECTIONS


def test_more_readers_than_connections_to_the_database(live_app: LiveApp, show_id: int) -> None:
    """Nobody keeps one beyond his answer."""
    paths = ["/api/shows/", "/api/movies/", f"/api/shows/{show_id}/best-seats/?count=2", "/"]
    readers = 2 * WORKERS * DATABASE_CONNECTIONS

    def look(number: int) -> Counter[int]:
        with httpx.Client(base_url=live_app.base_url, timeout=PATIENCE_SECONDS, verify=NO_TLS) as reader:
            return Counter(reader.get(path).status_code for path in paths[number % 4 :] + paths[: number % 4])

    with ThreadPoolExecutor(readers) as crowd:
        assert sum(crowd.map(look, range(readers)), Counter()) == {200: readers * len(paths)}


def test_a_database_with_no_connection_left(
    database: psycopg.Connection, client: httpx.Client, show_id: int
) -> None:
    layout = f"/api/hall-layout/{show_id}/"
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    name = sql.Identifier(database.info.dbname)
    try:
        database.execute(limit.format(name, sql.Literal(0)))
        database.execute(
            # Wait for each to end: one that is about to could still be used.
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        answer = client.get(layout)
        assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (
            503,
            "unavailable",
            "1",
        )
    finally:
        database.execute(limit.format(name, sql.Literal(-1)))
    assert client.get(layout).status_code == 200


def sessions(database: psycopg.Connection) -> int:
    rows = database.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    return int(rows.fetchone()[0])  # type: ignore[index]
