"""What an operator sees of a running production site, and how it ends."""

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

from tests.contracts.benches import APPROVED, StripeBench
from tests.faults.machine import Machine, clear, lines_until, open_folder, wait_for
from tests.live_app import free_port
from tests.stripe_site import settings_for, stripe_double

TOKEN = "the token of our Prometheus"  # noqa: S105
DECLINED = "4000000000000002"
NAME, MAIL = "Grace Hopper", "grace@navy.example"
HTTPS = {"Host": "roxy.example", "X-Forwarded-Proto": "https"}


@dataclass
class Site:
    """A running site and everything that it said."""

    machine: Machine
    process: "Popen[str]"
    answered: dict[str, int] = field(default_factory=dict)
    """The status of each answer, by request id."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Ask as a customer behind the proxy; give status and body."""
        connection = HTTPConnection("127.0.0.1", int(self.machine.environ["PORT"]), timeout=15)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else body if isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **HTTPS, **named})
        answer = connection.getresponse()
        content = answer.read()
        self.answered[answer.headers["X-Request-ID"]] = answer.status
        connection.close()
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(content) if is_json else content.decode(errors="replace")

    def hold(self, *seat_ids: int) -> str:
        """Hold seats; give the token."""
        status, hold = self.ask("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": seat_ids})
        assert status == 201, hold
        return str(hold["hold_token"])

    def numbers(self) -> dict[str, float]:
        """What Prometheus reads: each sample by name and the values of its labels, by the labels' names."""
        status, text = self.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200
        return {
            " ".join([one.name, *(value for _, value in sorted(one.labels.items()))]): one.value
            for family in text_string_to_metric_families(text)
            for one in family.samples
        }

    def stop(self) -> list[str]:
        """Stop it; give every line of its log."""
        self.process.terminate()
        return self.process.communicate(timeout=30)[0].splitlines()


@pytest.fixture(scope="module")
def stripe() -> Iterator[str]:
    """The address of Stripe's double."""
    with stripe_double() as address:
        yield address


@pytest.fixture(scope="module")
def card(stripe: str) -> Callable[..., dict[str, Any]]:
    """Make what the browser makes of a card."""
    return lambda number=APPROVED: StripeBench(stripe).method(number)


@pytest.fixture(scope="module")
def house(stripe: str, full_data: Path) -> Iterator[Machine]:
    """A machine with a full house, set up for production; its mail server is dead."""
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
def serve(house: Machine) -> Iterator[Callable[..., Site]]:
    """Begin to serve, with these settings."""
    usual = house.environ

    def begin(**settings: str) -> Site:
        ports = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        house.environ = {**usual, **ports, **settings}
        process = house.begin("serve")
        assert [*lines_until(process, "Matinee is ready")]
        return Site(house, process)

    yield begin
    house.end_all()
    house.environ = usual


def is_open(port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def seats(house: Machine, *names: str) -> list[int]:
    """Find seats by name."""
    query = "SELECT id FROM seat WHERE row_letter || seat_number = ANY(%s) ORDER BY id"
    with psycopg.connect(house.url()) as database:
        return [number for (number,) in database.execute(query, [list(names)]).fetchall()]


def test_the_log_is_json_has_each_request_and_nobodys_name(
    house: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve()
    f1, f2 = seats(house, "A5", "A6")
    token = site.hold(f1, f2)
    key = secrets.token_hex(16)
    assert site.ask("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": [f1]})[0] == 409
    assert site.ask("POST", "/api/extend-lock/", {"hold_token": token})[0] == 200
    assert site.ask("GET", "/api/holds/current/", X_Hold_Token=token)[0] == 200
    customer = {"name": NAME, "email": MAIL}
    purchase = {"hold_token": token, "customer": customer}
    status, declined = site.ask("POST", "/api/book-seat/", {**purchase, "payment": card(DECLINED)})
    assert status == 402, declined
    purchase |= {"payment": card()}
    status, sold = site.ask("POST", "/api/book-seat/", purchase, Idempotency_Key=key)
    assert status == 201, sold
    order = sold["order"]
    secret = order["secret"]
    for path in ("", "payment/", "tickets.pdf", "calendar.ics", "nothing/"):
        site.ask("GET", f"/api/orders/{secret}/{path}")
    assert site.ask("GET", f"/ticket/{secret}")[0] == 200
    site.ask("GET", f"/nowhere/{secret}/")
    # Refused for want of a CSRF token, which Django writes down with the path.
    assert site.ask("POST", "/admin/login/", {"next": secret})[0] == 403
    assert site.ask("POST", f"/ticket/{secret}", {})[0] in {403, 405}
    site.ask("POST", "/api/orders/find/", {"email": MAIL})
    site.ask("POST", "/api/book-seat/", f"{{not json {MAIL}".encode())
    site.ask("POST", "/api/book-seat/", {**purchase, MAIL: NAME})
    site.ask("GET", f"/api/shows/?{MAIL}={NAME.replace(' ', '+')}", X_Request_ID=f"{MAIL} {NAME}")
    assert site.ask("GET", "/api/shows/", X_Request_ID="a-proxys-name-of-it")[0] == 200
    # A fault of our own, with an exception whose detail quotes the row.
    with psycopg.connect(house.url(), autocommit=True) as database:
        database.execute("ALTER TABLE customer ADD CONSTRAINT nobody CHECK (name = '') NOT VALID")
        broken = site.hold(*seats(house, "A7"))
        assert site.ask("POST", "/api/book-seat/", {**purchase, "hold_token": broken})[0] == 500
        database.execute("ALTER TABLE customer DROP CONSTRAINT nobody")
        jobs = (
            "SELECT FROM matinee_jobs.procrastinate_jobs WHERE task_name LIKE '%%send_email' AND attempts > 0"
        )
        wait_for(lambda: database.execute(jobs).fetchone() is not None)
        codes = [code for row in database.execute("SELECT code, short_code FROM ticket") for code in row]

    said = site.stop()
    lines = [json.loads(line) for line in said]
    requests = {line["request_id"]: line for line in lines if line["event"] == "request"}
    assert {name: line["status"] for name, line in requests.items()} == site.answered
    assert requests["a-proxys-name-of-it"] == {
        "event": "request",
        "level": "info",
        "timestamp": requests["a-proxys-name-of-it"]["timestamp"],
        "request_id": "a-proxys-name-of-it",
        "method": "GET",
        "route": "/api/shows/",
        "status": 200,
        "ms": requests["a-proxys-name-of-it"]["ms"],
    }
    assert "/api/orders/<str:secret>/tickets.pdf" in {line["route"] for line in requests.values()}
    assert "Forbidden: /admin/login/" in {line["event"] for line in lines}
    (fault,) = [line for line in lines if "CheckViolation" in line.get("exception", "")]
    assert requests[fault["request_id"]]["status"] == 500
    for private in (NAME, MAIL, secret, token, broken, key, TOKEN, *codes):
        assert [line for line in said if private in line or private.replace(" ", "+") in line] == []
    database_log = (house.database_folder() / "postgres.log").read_text()
    assert [private for private in (NAME, MAIL, secret, token, *codes) if private in database_log] == []


def test_the_numbers_are_those_of_all_processes(
    house: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve()
    live = HTTPConnection("127.0.0.1", int(house.environ["LIVE_PORT"]), timeout=15)
    live.request("GET", "/api/shows/1/events/")
    assert live.getresponse().status == 200
    wanted = seats(house, "A8", "A9", "A10", "B8", "B9", "B10")
    tokens = [site.hold(seat) for seat in wanted]
    for seat in wanted:
        assert site.ask("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": [seat]})[0] == 409
    assert site.ask("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": []})[0] == 400
    for token in tokens[:3]:
        assert site.ask("POST", "/api/book-seat/", {"hold_token": token, "payment": card()})[0] == 201
    declined = {"hold_token": tokens[3], "payment": card(DECLINED)}
    assert site.ask("POST", "/api/book-seat/", declined)[0] == 402
    # A process that is just beginning has made its file, and written nothing yet.
    (house.data / f"run-{house.environ['PORT']}" / "counters" / "counter_1.db").touch()
    # The worker captures; and what is waiting is seen.
    wait_for(lambda: site.numbers().get("matinee_payments_total settled stripe capture") == 3)
    found = site.numbers()
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
    with psycopg.connect(house.url()) as database:
        query = "SELECT count(*) FROM booking WHERE status = 'LOCKED' AND locked_until > now()"
        assert database.execute(query).fetchone() == (found["matinee_seats_held"],)
        database.execute("LOCK TABLE seat IN ACCESS EXCLUSIVE MODE")
        waiting = threading.Thread(
            target=site.ask, args=("POST", "/api/lock-seat/", {"show_id": 1, "seat_ids": wanted})
        )
        waiting.start()
        wait_for(lambda: site.numbers()["matinee_lock_waiters"] == 1)
        assert 0 < site.numbers()["matinee_lock_wait_longest_seconds"] < 3
    waiting.join()
    live.close()
    wait_for(lambda: site.numbers()["matinee_live_clients"] == 0)
    assert site.ask("GET", "/metrics")[0] == 404
    assert site.ask("GET", "/metrics", Authorization="Bearer wrong")[0] == 404
    # The numbers outlive the processes that counted, and begin anew with the site.
    site.stop()
    again = serve()
    assert again.numbers().get("matinee_bookings_total", 0) == 0


def test_readyz_fails_when_it_must_and_healthz_does_not(house: Machine, serve: Callable[..., Site]) -> None:
    site = serve(STOP_DELAY_SECONDS="6")

    def both() -> tuple[int, int]:
        return site.ask("GET", "/readyz")[0], site.ask("GET", "/healthz")[0]

    assert both() == (200, 200)
    with psycopg.connect(house.url(), autocommit=True) as database:
        last = "FROM django_migrations WHERE app = 'booking' AND name LIKE '0001%'"
        database.execute(f"CREATE TEMP TABLE kept AS SELECT * {last}")
        database.execute(f"DELETE {last}")
        assert both() == (503, 200)
        database.execute("INSERT INTO django_migrations OVERRIDING SYSTEM VALUE SELECT * FROM kept")
        assert both() == (200, 200)
        # A newer schema is no reason, since machines are updated one by one.
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('booking', '9', now())")
        assert both() == (200, 200)
        database.execute("DELETE FROM django_migrations WHERE name = '9'")
        # Away: nobody gets in.
        administrator = house.url().replace("//matinee@/matinee", "//postgres@/postgres")
        with psycopg.connect(administrator, autocommit=True) as other:
            other.execute("ALTER DATABASE matinee ALLOW_CONNECTIONS false")
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'matinee'"
                " AND backend_type = 'client backend'"
            )
            away, numbers = both(), site.numbers()
            other.execute("ALTER DATABASE matinee ALLOW_CONNECTIONS true")
        assert (away, numbers["matinee_database_up"]) == ((503, 200), 0)
    wait_for(lambda: both() == (200, 200))
    site.process.terminate()
    wait_for(lambda: both() == (503, 200), seconds=4)
    # Requests that still arrive are served.
    assert site.ask("GET", "/api/shows/")[0] == 200
    site.process.communicate(timeout=30)
    assert site.process.returncode == 0


def test_stopping_answers_what_is_under_way_and_lets_viewers_go(
    house: Machine, serve: Callable[..., Site], card: Callable[..., dict[str, Any]]
) -> None:
    site = serve(LOCK_WAIT_MS="20000")
    (seat,) = seats(house, "E9")
    token = site.hold(seat)
    live = HTTPConnection("127.0.0.1", int(house.environ["LIVE_PORT"]), timeout=15)
    live.request("GET", "/api/shows/1/events/")
    events = live.getresponse()
    answers: list[tuple[int, Any]] = []
    purchase = {"hold_token": token, "payment": card()}
    with psycopg.connect(house.url()) as somebody:
        somebody.execute("SELECT FROM seat WHERE id = %s FOR UPDATE", [seat])
        booking = threading.Thread(
            target=lambda: answers.append(site.ask("POST", "/api/book-seat/", purchase))
        )
        booking.start()
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'matinee'"
        with psycopg.connect(house.url(), autocommit=True) as watching:
            wait_for(lambda: watching.execute(waiting).fetchone() is not None)
        site.process.terminate()
        # From now on nobody new gets in.
        wait_for(lambda: not is_open(int(house.environ["PORT"])))
        assert answers == []
    booking.join(10)
    assert [status for status, _ in answers] == [201]
    # A clean end: reading to it raises nothing, and the last chunk is there.
    assert events.read().startswith(b"retry: ")
    live.close()
    said = site.process.communicate(timeout=30)[0]
    assert site.process.returncode == 0
    assert "Traceback" not in said
    with psycopg.connect(house.url()) as database:
        query = "SELECT status FROM booking WHERE seat_id = %s"
        assert database.execute(query, [seat]).fetchone() == ("BOOKED",)
