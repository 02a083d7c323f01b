"""Logs, metrics, health checks and the shutdown of a production site."""

import json
import secrets
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from typing import Any

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.contracts.harnesses import APPROVED, StripeHarness
from tests.faults.machine import Machine, clear, lines_until, open_folder, wait_for
from tests.live_app import free_port
from tests.stripe_site import settings_for, stripe_double

TOKEN = "a-token-of-prometheus-for-the-tests"  # noqa: S105
DECLINED = "4000000000000002"
NAME, MAIL = "Grace Hopper", "grace@navy.example"
HTTPS = {"Host": "roxy.example", "X-Forwarded-Proto": "https"}


@dataclass
class Site:
    """A running site, with the statuses of its responses."""

    machine: Machine
    process: "Popen[str]"
    statuses: dict[str, int] = field(default_factory=dict)
    """The status of each response, by request id."""

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send a request like the proxy of a customer; return status and body."""
        connection = HTTPConnection("127.0.0.1", int(self.machine.environ["PORT"]), timeout=15)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **HTTPS, **named})
        response = connection.getresponse()
        content = response.read()
        self.statuses[response.headers["X-Request-ID"]] = response.status
        connection.close()
        is_json = "json" in response.headers.get("Content-Type", "")
        return response.status, json.loads(content) if is_json else content.decode(errors="replace")

    def hold(self, *seat_ids: int) -> str:
        """Hold seats; return the token."""
        status, hold = self.send("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": seat_ids})
        assert status == 201, hold
        return str(hold["hold_token"])

    def metrics(self) -> dict[str, float]:
        """The samples that Prometheus reads, by name and label values (in the order of the labels' names)."""
        status, text = self.send("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200
        return {
            " ".join([one.name, *(value for _, value in sorted(one.labels.items()))]): one.value
            for family in text_string_to_metric_families(text)
            for one in family.samples
        }

    def stop(self) -> list[str]:
        """Stop the site; return every line of its log."""
        self.process.terminate()
        return self.process.communicate(timeout=30)[0].splitlines()


@pytest.fixture(scope="module")
def stripe() -> Iterator[str]:
    """The address of the Stripe test double."""
    with stripe_double() as address:
        yield address


@pytest.fixture(scope="module")
def card(stripe: str) -> Callable[..., dict[str, Any]]:
    """Create a payment method from a card, as the browser does."""
    return lambda number=APPROVED: StripeHarness(stripe).method(number)


@pytest.fixture(scope="module")
def full_machine(stripe: str, full_data: Path) -> Iterator[Machine]:
    """A machine with rows in every table, set up for production. Its email server is not running."""
    with open_folder() as folder:
        machine = Machine(folder / "data")
        machine.copy_data(full_data)
        machine.environ = {
            "MATINEE_ENV": "production",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "TICKET_SIGNING_KEY": b64encode(secrets.token_bytes(32)).decode(),
            "ALLOWED_HOSTS": "roxy.example",
            "SMTP_URL": "smtp://localhost:1?tls=off",
            "MAIL_FROM": "tickets@roxy.example",
            "METRICS_TOKEN": TOKEN,
            "SITE_URL": "https://roxy.example",
            **settings_for(stripe, machine.source),
        }
        yield machine
        clear(machine.data)


@pytest.fixture
def serve(full_machine: Machine) -> Iterator[Callable[..., Site]]:
    """Return a function that starts the site with settings."""
    original = full_machine.environ

    def start(**settings: str) -> Site:
        ports = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        full_machine.environ = {**original, **ports, **settings}
        process = full_machine.begin("serve")
        assert [*lines_until(process, "Matinee is ready")]
        return Site(full_machine, process)

    yield start
    full_machine.end_all()
    full_machine.environ = original


def is_open(port: int) -> bool:
    """Return whether a process listens on the port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def seats(full_machine: Machine, *names: str) -> list[int]:
    """Find seats by name."""
    query = "SELECT id FROM seat WHERE row_letter || seat_number = ANY(%s) ORDER BY id"
    with psycopg.connect(full_machine.url()) as database:
        return [number for (number,) in database.execute(query, [list(names)]).fetchall()]


@pytest.mark.faults
def test_the_log_is_json_with_each_request_and_no_personal_data(
    full_machine: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve()
    first, second = seats(full_machine, "A5", "A6")
    token = site.hold(first, second)
    key = secrets.token_hex(16)
    assert site.send("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": [first]})[0] == 409
    assert site.send("POST", "/api/extend-lock/", {"hold_token": token})[0] == 200
    assert site.send("GET", "/api/holds/current/", X_Hold_Token=token)[0] == 200
    customer = {"name": NAME, "email": MAIL}
    purchase = {"hold_token": token, "customer": customer}
    status, declined = site.send("POST", "/api/book-seat/", {**purchase, "payment": card(DECLINED)})
    assert status == 402, declined
    purchase |= {"payment": card()}
    status, sold = site.send("POST", "/api/book-seat/", purchase, Idempotency_Key=key)
    assert status == 201, sold
    order = sold["order"]
    secret = order["secret"]
    for path in ("", "payment/", "tickets.pdf", "calendar.ics", "nothing/"):
        site.send("GET", f"/api/orders/{secret}/{path}")
    assert site.send("GET", f"/ticket/{secret}")[0] == 200
    site.send("GET", f"/nowhere/{secret}/")
    # Rejected without a CSRF token, which Django logs with the path.
    assert site.send("POST", "/admin/login/", {"next": secret})[0] == 403
    assert site.send("POST", f"/ticket/{secret}", {})[0] in {403, 405}
    site.send("POST", "/api/orders/find/", {"email": MAIL})
    site.send("POST", "/api/book-seat/", f"{{not json {MAIL}".encode())
    site.send("POST", "/api/book-seat/", {**purchase, MAIL: NAME})
    site.send("GET", f"/api/shows/?{MAIL}={NAME.replace(' ', '+')}", X_Request_ID=f"{MAIL} {NAME}")
    assert site.send("GET", "/api/shows/", X_Request_ID="request-id-of-a-proxy")[0] == 200
    # An internal server error, whose exception contains the row.
    with psycopg.connect(full_machine.url(), autocommit=True) as database:
        database.execute("ALTER TABLE customer ADD CONSTRAINT rejects_all CHECK (name = '') NOT VALID")
        broken = site.hold(*seats(full_machine, "A7"))
        assert site.send("POST", "/api/book-seat/", {**purchase, "hold_token": broken})[0] == 500
        database.execute("ALTER TABLE customer DROP CONSTRAINT rejects_all")
        jobs = (
            "SELECT FROM matinee_jobs.procrastinate_jobs WHERE task_name LIKE '%%send_email' AND attempts > 0"
        )
        wait_for(lambda: database.execute(jobs).fetchone() is not None)
        codes = [code for row in database.execute("SELECT code, short_code FROM ticket") for code in row]

    log = site.stop()
    lines = [json.loads(line) for line in log]
    requests = {line["request_id"]: line for line in lines if line["event"] == "request"}
    assert {name: line["status"] for name, line in requests.items()} == site.statuses
    assert requests["request-id-of-a-proxy"] == {
        "event": "request",
        "level": "info",
        "timestamp": requests["request-id-of-a-proxy"]["timestamp"],
        "request_id": "request-id-of-a-proxy",
        "method": "GET",
        "route": "/api/shows/",
        "status": 200,
        "ms": requests["request-id-of-a-proxy"]["ms"],
    }
    assert "/api/orders/<str:secret>/tickets.pdf" in {line["route"] for line in requests.values()}
    assert "Forbidden: /admin/login/" in {line["event"] for line in lines}
    (fault,) = [line for line in lines if "CheckViolation" in line.get("exception", "")]
    assert requests[fault["request_id"]]["status"] == 500
    for private in (NAME, MAIL, secret, token, broken, key, TOKEN, *codes):
        assert [line for line in log if private in line or private.replace(" ", "+") in line] == []
    database_log = (full_machine.database_folder() / "postgres.log").read_text()
    assert [private for private in (NAME, MAIL, secret, token, *codes) if private in database_log] == []


@pytest.mark.faults
def test_the_metrics_are_those_of_all_processes(
    full_machine: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve()
    live = HTTPConnection("127.0.0.1", int(full_machine.environ["LIVE_PORT"]), timeout=15)
    live.request("GET", "/api/shows/1/events/")
    assert live.getresponse().status == 200
    wanted = seats(full_machine, "A8", "A9", "A10", "B8", "B9", "B10")
    tokens = [site.hold(seat) for seat in wanted]
    for seat in wanted:
        assert site.send("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": [seat]})[0] == 409
    assert site.send("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": []})[0] == 400
    for token in tokens[:3]:
        assert site.send("POST", "/api/book-seat/", {"hold_token": token, "payment": card()})[0] == 201
    declined = {"hold_token": tokens[3], "payment": card(DECLINED)}
    assert site.send("POST", "/api/book-seat/", declined)[0] == 402
    # The file of a process that has just started is empty.
    (full_machine.data / f"run-{full_machine.environ['PORT']}" / "counters" / "counter_1.db").touch()
    # The worker captures the payments.
    wait_for(lambda: site.metrics().get("matinee_payments_total settled stripe capture") == 3)
    found = site.metrics()
    assert {
        "held": found["matinee_holds_total held"],
        "conflict": found["matinee_holds_total conflict"],
        "refused": found["matinee_holds_total refused"],
        "bookings": found["matinee_bookings_total"],
        "authorised": found["matinee_payments_total authorised stripe authorise"],
        "declined": found["matinee_payments_total declined stripe authorise"],
        "requests": found["matinee_requests_total POST /api/book-seat/ 201"],
        "locks": found["matinee_lock_seconds_count complete_order"],
        "lost and won": found["matinee_lock_seconds_count hold_in_one_statement"],
        "live clients": found["matinee_live_clients"],
        "database": found["matinee_database_up"],
        "failed jobs": found["matinee_jobs failed"],
    } == {
        "held": 6,
        "conflict": 6,
        "refused": 1,
        "bookings": 3,
        "authorised": 3,
        "declined": 1,
        "requests": 3,
        "locks": 3,
        "lost and won": 12,
        "live clients": 1,
        "database": 1,
        "failed jobs": 0,
    }
    with psycopg.connect(full_machine.url()) as database:
        query = "SELECT count(*) FROM booking WHERE status = 'LOCKED' AND locked_until > now()"
        assert database.execute(query).fetchone() == (found["matinee_seats_held"],)
        database.execute("LOCK TABLE seat IN ACCESS EXCLUSIVE MODE")
        waiting = threading.Thread(
            target=site.send, args=("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": wanted})
        )
        waiting.start()
        wait_for(lambda: site.metrics()["matinee_lock_waiters"] == 1)
        assert 0 < site.metrics()["matinee_lock_wait_longest_seconds"] < 3
    waiting.join()
    live.close()
    wait_for(lambda: site.metrics()["matinee_live_clients"] == 0)
    assert site.send("GET", "/metrics")[0] == 404
    assert site.send("GET", "/metrics", Authorization="Bearer wrong")[0] == 404
    # Metrics outlive the processes of the site, and are reset when the site starts.
    site.stop()
    again = serve()
    assert again.metrics().get("matinee_bookings_total", 0) == 0


@pytest.mark.faults
def test_readyz_fails_without_schema_or_database_or_while_stopping_and_healthz_does_not(
    full_machine: Machine, serve: Callable[..., Site]
) -> None:
    site = serve(STOP_DELAY_SECONDS="6")

    def both() -> tuple[int, int]:
        return site.send("GET", "/readyz")[0], site.send("GET", "/healthz")[0]

    assert both() == (200, 200)
    with psycopg.connect(full_machine.url(), autocommit=True) as database:
        last = "FROM django_migrations WHERE app = 'booking' AND name LIKE '0001%'"
        database.execute(f"CREATE TEMP TABLE kept AS SELECT * {last}")
        database.execute(f"DELETE {last}")
        assert both() == (503, 200)
        database.execute("INSERT INTO django_migrations OVERRIDING SYSTEM VALUE SELECT * FROM kept")
        assert both() == (200, 200)
        # A newer schema is permitted, since machines are updated one by one.
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('booking', '9', now())")
        assert both() == (200, 200)
        database.execute("DELETE FROM django_migrations WHERE name = '9'")
        # The database accepts no connections.
        administrator = full_machine.url().replace("//matinee@/matinee", "//postgres@/postgres")
        with psycopg.connect(administrator, autocommit=True) as other:
            other.execute("ALTER DATABASE matinee ALLOW_CONNECTIONS false")
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'matinee'"
                " AND backend_type = 'client backend'"
            )
            without_database, metrics = both(), site.metrics()
            other.execute("ALTER DATABASE matinee ALLOW_CONNECTIONS true")
        assert (without_database, metrics["matinee_database_up"]) == ((503, 200), 0)
    wait_for(lambda: both() == (200, 200))
    site.process.terminate()
    wait_for(lambda: both() == (503, 200), seconds=4)
    # Requests during the stop delay are served.
    assert site.send("GET", "/api/shows/")[0] == 200
    site.process.communicate(timeout=30)
    assert site.process.returncode == 0


def test_a_stop_completes_running_requests_and_ends_event_streams(
    full_machine: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve(LOCK_WAIT_MS="20000")
    (seat,) = seats(full_machine, "E9")
    token = site.hold(seat)
    live = HTTPConnection("127.0.0.1", int(full_machine.environ["LIVE_PORT"]), timeout=15)
    live.request("GET", "/api/shows/1/events/")
    events = live.getresponse()
    responses: list[tuple[int, Any]] = []
    purchase = {"hold_token": token, "payment": card()}
    with psycopg.connect(full_machine.url()) as transaction:
        transaction.execute("SELECT FROM seat WHERE id = %s FOR UPDATE", [seat])
        booking = threading.Thread(
            target=lambda: responses.append(site.send("POST", "/api/book-seat/", purchase))
        )
        booking.start()
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'matinee'"
        with psycopg.connect(full_machine.url(), autocommit=True) as observer:
            wait_for(lambda: observer.execute(waiting).fetchone() is not None)
        site.process.terminate()
        # The port is closed to new connections.
        wait_for(lambda: not is_open(int(full_machine.environ["PORT"])))
        assert responses == []
    booking.join(10)
    assert [status for status, _ in responses] == [201]
    # The stream ends properly: reading to its end raises no exception.
    assert events.read().startswith(b"retry: ")
    live.close()
    output = site.process.communicate(timeout=30)[0]
    assert site.process.returncode == 0
    assert "Traceback" not in output
    with psycopg.connect(full_machine.url()) as database:
        query = "SELECT status FROM booking WHERE seat_id = %s"
        assert database.execute(query, [seat]).fetchone() == ("BOOKED",)
