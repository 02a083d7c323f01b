"""Migrations build the schema from nothing and remove it again, and buyers do not wait for them."""

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

from matinee.server.config.environment import CHECKOUT
from matinee.server.processes.preparation import MIGRATION_WAIT_MS
from tests.conftest import server
from tests.faults.machine import lines_until, wait_for
from tests.live_app import NO_TLS, LiveApp, database_on, demo_database, run_live_app

MIGRATE = (
    "from matinee.server.config.environment import read;"
    " from matinee.server.processes.preparation import migrate; migrate(read())"
)
PLAINLY = "import django; django.setup(); from django.core.management import call_command as c; c('migrate')"
CLIENTS = 3
LOCK_WAIT_MS = 3000


def begin(
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


OURS = (
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
"""Our apps, each before those that it depends on. Django's admin refers to `staff`, so it stays."""

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
    process = begin(url, "-W", "error", "-m", "django", *arguments, "--verbosity=0")
    output = process.communicate(timeout=120)[0]
    assert (process.returncode, output) == (0, "")


def test_the_migrations_build_the_schema_from_nothing_and_remove_it_again() -> None:
    with database_on(server.url, "there_and_back") as url:
        run(url, "migrate", "staff")
        foundation = objects(url)
        run(url, "migrate")
        schema = objects(url)
        assert {"table booking", "function held_by(bigint,bigint)"} <= schema
        for app in OURS:
            run(url, "migrate", app, "zero")
        left = objects(url)
        assert foundation <= left
        assert {
            "table booking",
            "table seat",
            "table plan_edition",
            "function held_by(bigint,bigint)",
        }.isdisjoint(left)
        run(url, "migrate")
        assert objects(url) == schema


def test_an_index_that_was_left_half_built_is_built_again() -> None:
    settings = "tests.faults.growing.settings"
    with database_on(server.url, "half_built", template=demo_database(server.url)) as url:
        first = begin(url, "-m", "django", "migrate", "--verbosity=0", "growing", "0001", settings=settings)
        assert first.communicate(timeout=120)[0] == ""
        with psycopg.connect(url) as seller:
            seller.execute("LOCK TABLE booking IN ROW EXCLUSIVE MODE")
            going = begin(url, "-c", MIGRATE, settings=settings)
            output = list(lines_until(going, "Retrying the migration (attempt 2)"))
        assert going.communicate(timeout=60)[0].count("Traceback") == 0
        assert (going.returncode, len(output)) == (0, 2)
        with psycopg.connect(url) as database:
            index = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'booking_found_sooner'::regclass"
            assert database.execute(index).fetchall() == [(True,)]


def buy_until(app: LiveApp, seat: int, ended: Event) -> list[tuple[int, float]]:
    """Hold and release a seat repeatedly. Return the status and duration of each request."""
    responses = []
    with httpx.Client(base_url=app.base_url, timeout=30, verify=NO_TLS) as client:

        def post(path: str, **body: object) -> httpx.Response:
            began = time.monotonic()
            response = client.post(path, json=body)
            responses.append((response.status_code, time.monotonic() - began))
            return response

        while not ended.is_set():
            held = post("/api/lock-seat/", show_id=1, seat_ids=[seat])
            if held.status_code == 201:
                post("/api/release-lock/", hold_token=held.json()["hold_token"])
    return responses


@contextmanager
def customers(app: LiveApp) -> Iterator[list[tuple[int, float]]]:
    """Let clients hold seats while the block runs. Afterwards the list contains their responses."""
    ended, responses = Event(), list[tuple[int, float]]()
    with ThreadPoolExecutor(CLIENTS) as pool:
        buying = [pool.submit(buy_until, app, seat, ended) for seat in range(40, 40 + CLIENTS)]
        try:
            yield responses
        finally:
            ended.set()
        for one in buying:
            responses += one.result()


def change_while_selling(app: LiveApp, how: str) -> tuple[str, list[tuple[int, float]]]:
    """Migrate while clients buy and a report reads. Return the output and the responses."""
    output, settings = "", "tests.faults.growing.settings"
    with psycopg.connect(app.database_url) as report, customers(app) as responses:
        report.execute("SELECT count(*) FROM booking")
        going = begin(app.database_url, "-c", how, settings=settings)
        waiting = "SELECT FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE booking%%' AND datname = %s"
        with psycopg.connect(app.database_url, autocommit=True) as watching:
            named = [watching.info.dbname]
            wait_for(lambda: watching.execute(waiting, named).fetchone() is not None, seconds=60)
            if how == MIGRATE:
                output = "\n".join(lines_until(going, "Retrying the migration (attempt 2)"))
            else:
                time.sleep(LOCK_WAIT_MS / 1000 + 1)
        report.rollback()
        output += going.communicate(timeout=60)[0]
    assert going.returncode == 0, output
    with psycopg.connect(app.database_url) as database:
        # This drops its index, too.
        database.execute("ALTER TABLE booking DROP COLUMN wider")
        database.execute("DELETE FROM django_migrations WHERE app = 'growing'")
    return output, responses


def test_a_migration_waits_for_a_long_reader_and_no_request_waits_for_the_migration() -> None:
    with run_live_app(server.url) as app:
        output, responses = change_while_selling(app, MIGRATE)
        assert output.count("A table is in use. Retrying the migration") >= 2
        assert {status for status, _ in responses} == {200, 201}
        assert len(responses) > CLIENTS * 10
        longest = max(seconds for _, seconds in responses)
        assert longest < LOCK_WAIT_MS / 1000, longest
        assert MIGRATION_WAIT_MS < LOCK_WAIT_MS

        # The control: without the bound, requests wait for the end of the report or are rejected.
        _, responses = change_while_selling(app, PLAINLY)
        assert any(status == 503 or seconds > LOCK_WAIT_MS / 1000 for status, seconds in responses)
