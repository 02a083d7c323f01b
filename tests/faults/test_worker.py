"""The worker process executes jobs in spite of kills and restarts of the database."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest

from matinee.server.processes.child_process import GRACE_SECONDS
from tests.faults.machine import Machine, clear, is_alive, kill, open_folder, wait_for

SWEEP, RETRY = (
    "matinee.booking.tasks.sweep_expired",
    "matinee.server.processes.housekeeping.retry_stalled_jobs",
)
EXPIRE_HEARTBEATS = "UPDATE matinee_jobs.procrastinate_workers SET last_heartbeat = now() - interval '31 s'"


@pytest.fixture(scope="module")
def prepared(migrated_data: Path) -> Iterator[Machine]:
    """A machine with a migrated database."""
    with open_folder() as folder:
        machine = Machine(folder / "data")
        machine.copy_data(migrated_data)
        yield machine
        clear(machine.data)


@pytest.fixture
def machine(prepared: Machine) -> Iterator[Machine]:
    """The same machine, without jobs and workers before and after the test."""
    prepared.psql("TRUNCATE matinee_jobs.procrastinate_jobs, matinee_jobs.procrastinate_workers CASCADE")
    yield prepared
    prepared.end_all()


def start_worker(machine: Machine) -> "Popen[str]":
    """Start a worker, and wait until it is registered."""
    worker = machine.begin("worker")
    with connected(machine) as database:
        wait_for(lambda: database.execute("SELECT 1 FROM matinee_jobs.procrastinate_workers").fetchone())
    return worker


@contextmanager
def connected(machine: Machine) -> "Iterator[psycopg.Connection[tuple[str, ...]]]":
    """Connect in autocommit mode."""
    with psycopg.connect(machine.url(), autocommit=True) as database:
        yield database


def defer(database: "psycopg.Connection[tuple[str, ...]]", task: str) -> None:
    """Enqueue a job with SQL."""
    database.execute(
        "INSERT INTO matinee_jobs.procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('default', %s, %s)",
        [task, '{"timestamp": 0}'],
    )


def add_stalled_job(
    database: "psycopg.Connection[tuple[str, ...]]", *, lock: str | None = None, attempts: int = 0
) -> None:
    """Insert a job in the state in which a killed worker leaves it."""
    database.execute(
        "INSERT INTO matinee_jobs.procrastinate_jobs"
        " (queue_name, task_name, args, status, queueing_lock, attempts)"
        " VALUES ('default', %s, '{\"timestamp\": 0}', 'doing', %s, %s)",
        [SWEEP, lock, attempts],
    )


def states(database: "psycopg.Connection[tuple[str, ...]]", task: str) -> list[str]:
    """Return the states of the jobs that `defer` or `add_stalled_job` added."""
    rows = database.execute(
        "SELECT status::text FROM matinee_jobs.procrastinate_jobs"
        " WHERE task_name = %s AND args->>'timestamp' = '0' ORDER BY id",
        [task],
    )
    return [status for (status,) in rows]


@contextmanager
def blocked_sweep(machine: Machine) -> "Iterator[psycopg.Connection[tuple[str, ...]]]":
    """Block a running sweep during the block."""
    with psycopg.connect(machine.url()) as blocker, connected(machine) as database:
        blocker.execute("LOCK TABLE booking")
        defer(database, SWEEP)
        # At a full minute, the worker adds a sweep of its own.
        wait_for(lambda: "doing" in states(database, SWEEP))
        yield database


@pytest.mark.faults
def test_a_job_is_executed_immediately_and_the_worker_exits_without_output(machine: Machine) -> None:
    worker = start_worker(machine)
    with connected(machine) as database:
        defer(database, SWEEP)
        # Well before the next poll.
        wait_for(lambda: states(database, SWEEP) == ["succeeded"], seconds=3)
    worker.send_signal(signal.SIGINT)
    output = worker.communicate(timeout=10)[0]
    assert (output, worker.returncode) == ("", 0)


@pytest.mark.faults
def test_a_running_job_is_completed_after_sigterm(machine: Machine) -> None:
    worker = start_worker(machine)
    with blocked_sweep(machine) as database:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        with pytest.raises(AssertionError):
            wait_for(lambda: not is_alive(worker.pid), seconds=0.5)
    worker.wait(10)
    with connected(machine) as database:
        assert states(database, SWEEP) == ["succeeded"]


def test_a_job_of_a_killed_worker_is_executed_by_the_next_worker(machine: Machine) -> None:
    worker = start_worker(machine)
    with blocked_sweep(machine):
        kill(worker.pid)
        worker.wait()
    with connected(machine) as database:
        assert states(database, SWEEP) == ["doing"]
        database.execute(EXPIRE_HEARTBEATS)
        start_worker(machine)
        defer(database, RETRY)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])


@pytest.mark.faults
def test_a_job_that_stalls_repeatedly_fails(machine: Machine) -> None:
    with connected(machine) as database:
        add_stalled_job(database, attempts=20)
        defer(database, RETRY)
        start_worker(machine)
        wait_for(lambda: states(database, SWEEP) == ["failed"])


@pytest.mark.faults
def test_a_stalled_job_with_a_waiting_duplicate_fails_and_others_are_retried(machine: Machine) -> None:
    with connected(machine) as database:
        add_stalled_job(database, lock="the same")
        database.execute(
            "INSERT INTO matinee_jobs.procrastinate_jobs"
            " (queue_name, task_name, args, queueing_lock, scheduled_at)"
            " VALUES ('default', %s, '{\"timestamp\": 0}', 'the same', now() + interval '1 day')",
            [SWEEP],
        )
        add_stalled_job(database)
        defer(database, RETRY)
        start_worker(machine)
        wait_for(lambda: states(database, SWEEP) == ["failed", "todo", "succeeded"])


REJECT_UPDATE = """
CREATE OR REPLACE FUNCTION reject_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rejected'; END $$;
CREATE TRIGGER reject_update BEFORE UPDATE ON matinee_jobs.procrastinate_jobs FOR EACH ROW
WHEN (OLD.id = {job}) EXECUTE FUNCTION reject_update()
"""


@pytest.mark.faults
def test_an_error_in_the_retry_of_one_job_does_not_stop_the_others(machine: Machine) -> None:
    with connected(machine) as database:
        add_stalled_job(database)
        add_stalled_job(database)
        (job,) = database.execute("SELECT min(id) FROM matinee_jobs.procrastinate_jobs").fetchone() or (0,)
        database.execute(REJECT_UPDATE.format(job=job))
        defer(database, RETRY)
        worker = start_worker(machine)
        try:
            wait_for(lambda: states(database, SWEEP) == ["doing", "succeeded"])
        finally:
            database.execute("DROP TRIGGER reject_update ON matinee_jobs.procrastinate_jobs")
        worker.terminate()
        assert (
            f"retry-stalled-jobs: row {job} failed: ConnectorException" in worker.communicate(timeout=10)[0]
        )


CLOCK_AHEAD = """
from datetime import datetime, timedelta, timezone
import time_machine
time_machine.travel(datetime.now(timezone.utc) + timedelta(hours=9), tick=True).start()
"""


@pytest.mark.faults
def test_a_worker_whose_clock_is_ahead_retries_stalled_jobs(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK_AHEAD)
    ahead = replace(machine, environ={"PYTHONPATH": f"{tmp_path}:{machine.source}"})
    with connected(machine) as database:
        add_stalled_job(database)
        defer(database, RETRY)
        worker = start_worker(ahead)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])
    kill(worker.pid)
    worker.wait()


@pytest.mark.faults
def test_the_worker_survives_a_crash_of_the_database(machine: Machine) -> None:
    worker = start_worker(machine)
    kill(machine.server_pid())
    with connected(machine) as database:
        defer(database, SWEEP)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(10) == 0


@pytest.mark.faults
def test_the_worker_stops_while_the_database_is_stopped(machine: Machine) -> None:
    worker = start_worker(machine)
    machine.matinee("db", "stop")
    worker.terminate()
    assert worker.wait(GRACE_SECONDS) == 0
    machine.matinee("db", "start")


@pytest.mark.faults
def test_the_worker_stops_although_its_job_lost_the_database(machine: Machine) -> None:
    worker = start_worker(machine)
    with suppress(psycopg.OperationalError), blocked_sweep(machine):
        machine.matinee("db", "stop")
        worker.terminate()
        worker.wait(GRACE_SECONDS)
    assert worker.returncode == 0
    machine.matinee("db", "start")
