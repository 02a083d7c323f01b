"""Migrations create and remove the whole schema, and requests do not wait for a migration."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import httpx
import psycopg
import pytest

from matinee.server.config.environment import CHECKOUT
from matinee.server.processes.preparation import MIGRATION_WAIT_MS
from tests.conftest import server
from tests.faults.machine import lines_until, wait_for
from tests.live_app import NO_TLS, LiveApp, database_on, demo_database, run_live_app

MIGRATE = "from matinee.server.processes.preparation import migrate; migrate()"
MIGRATE_WITHOUT_LOCK_TIMEOUT = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate')"
)
CLIENTS = 3
LOCK_WAIT_MS = 3000


def start(
    url: str, *command: str, settings: str = "matinee.server.config.settings"
) -> "subprocess.Popen[str]":
    """Start Python on a database."""
    environ = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *command],
        cwd=CHECKOUT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


APPS = (
    "opening",
    "checkout",
    "payments",
    "tickets",
    "booking",
    "shows",
    "pricing",
    "venues",
    "catalogue",
    "failed_rows",
)
"""The apps in order of removal. `staff` is absent, since Django's admin refers to it."""

REMOVE_ALL = f"""
import django
from django.core.management import call_command
django.setup()
for app in {APPS!r}:
    call_command("migrate", app, "zero", verbosity=0)
"""

OBJECTS = """
SELECT pg_describe_object(classid, objid, 0) FROM (
    SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace
    UNION ALL SELECT 'pg_trigger'::regclass, oid FROM pg_trigger WHERE NOT tgisinternal
) AS object (classid, objid)
"""


def objects(url: str) -> set[str]:
    """The tables, indexes, sequences, functions, constraints and triggers of a database."""
    with psycopg.connect(url) as database:
        return {description for (description,) in database.execute(OBJECTS)}


def run(url: str, *arguments: str) -> None:
    """Run one of Django's commands; it succeeds and prints nothing."""
    process = start(url, "-W", "error", "-m", "django", *arguments, "--verbosity=0")
    output = process.communicate(timeout=120)[0]
    assert (process.returncode, output) == (0, "")


@pytest.mark.faults
def test_migrations_create_the_schema_and_remove_it_again() -> None:
    with database_on(server.url, "forward_and_back") as url:
        # The later ones refer to venues, so they are undone with them.
        run(url, "migrate", "staff", "0001")
        initial = objects(url)
        run(url, "migrate")
        schema = objects(url)
        assert {"table booking", "function held_by(bigint,bigint)"} <= schema
        removal = start(url, "-W", "error", "-c", REMOVE_ALL)
        assert (removal.communicate(timeout=240)[0], removal.returncode) == ("", 0)
        left = objects(url)
        assert initial <= left
        assert {
            "table booking",
            "table seat",
            "table plan_edition",
            "function held_by(bigint,bigint)",
        }.isdisjoint(left)
        run(url, "migrate")
        assert objects(url) == schema


@pytest.mark.faults
def test_an_invalid_index_of_an_interrupted_migration_is_built_again() -> None:
    settings = "tests.faults.next_release.settings"
    with database_on(server.url, "invalid_index", template=demo_database(server.url)) as url:
        first = start(
            url, "-m", "django", "migrate", "--verbosity=0", "next_release", "0001", settings=settings
        )
        assert first.communicate(timeout=120)[0] == ""
        with psycopg.connect(url) as transaction:
            transaction.execute("LOCK TABLE booking IN ROW EXCLUSIVE MODE")
            migration = start(url, "-c", MIGRATE, settings=settings)
            output = list(lines_until(migration, "Retrying the migration (attempt 2)"))
        assert migration.communicate(timeout=60)[0].count("Traceback") == 0
        assert (migration.returncode, len(output)) == (0, 2)
        with psycopg.connect(url) as database:
            index = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'booking_added'::regclass"
            assert database.execute(index).fetchall() == [(True,)]


def hold_repeatedly(app: LiveApp, seat: int, ended: Event) -> list[tuple[int, float]]:
    """Hold and release a seat repeatedly. Return the status and duration of each request."""
    responses = []
    with httpx.Client(base_url=app.base_url, timeout=30, verify=NO_TLS) as client:

        def post(path: str, **body: object) -> httpx.Response:
            started = time.monotonic()
            response = client.post(path, json=body)
            responses.append((response.status_code, time.monotonic() - started))
            return response

        while not ended.is_set():
            held = post("/api/lock-seat/", show_id=1, seat_ids=[seat])
            if held.status_code == 201:
                post("/api/release-lock/", hold_token=held.json()["hold_token"])
    return responses


@contextmanager
def concurrent_holds(app: LiveApp) -> Iterator[list[tuple[int, float]]]:
    """Run clients that hold seats during the block. Afterwards the list contains their responses."""
    ended, responses = Event(), list[tuple[int, float]]()
    with ThreadPoolExecutor(CLIENTS) as pool:
        futures = [pool.submit(hold_repeatedly, app, seat, ended) for seat in range(40, 40 + CLIENTS)]
        try:
            yield responses
        finally:
            ended.set()
        for future in futures:
            responses += future.result()


def migrate_while_selling(app: LiveApp, program: str) -> tuple[str, list[tuple[int, float]]]:
    """Migrate while clients hold seats and a report reads. Return the output and the responses."""
    output, settings = "", "tests.faults.next_release.settings"
    with psycopg.connect(app.database_url) as report, concurrent_holds(app) as responses:
        report.execute("SELECT count(*) FROM booking")
        migration = start(app.database_url, "-c", program, settings=settings)
        waiting = "SELECT FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE booking%%' AND datname = %s"
        with psycopg.connect(app.database_url, autocommit=True) as watching:
            named = [watching.info.dbname]
            wait_for(lambda: watching.execute(waiting, named).fetchone() is not None, seconds=60)
            if program == MIGRATE:
                output = "\n".join(lines_until(migration, "Retrying the migration (attempt 2)"))
            else:
                time.sleep(LOCK_WAIT_MS / 1000 + 1)
        report.rollback()
        output += migration.communicate(timeout=60)[0]
    assert migration.returncode == 0, output
    with psycopg.connect(app.database_url) as database:
        # This also drops the index.
        database.execute("ALTER TABLE booking DROP COLUMN added")
        database.execute("DELETE FROM django_migrations WHERE app = 'next_release'")
    return output, responses


@pytest.mark.faults
def test_a_migration_waits_for_a_long_query_and_no_request_waits_for_the_migration() -> None:
    with run_live_app(server.url) as app:
        output, responses = migrate_while_selling(app, MIGRATE)
    assert output.count("A table is in use. Retrying the migration") >= 2
    assert {status for status, _ in responses} == {200, 201}
    assert len(responses) > CLIENTS * 10
    longest = max(seconds for _, seconds in responses)
    assert longest < LOCK_WAIT_MS / 1000, longest
    assert MIGRATION_WAIT_MS < LOCK_WAIT_MS


@pytest.mark.faults
def test_without_the_lock_timeout_requests_wait_for_the_migration() -> None:
    """The control of the test above: requests wait for the end of the report, or are rejected."""
    with run_live_app(server.url) as app:
        _, responses = migrate_while_selling(app, MIGRATE_WITHOUT_LOCK_TIMEOUT)
    assert any(status == 503 or seconds > LOCK_WAIT_MS / 1000 for status, seconds in responses)
