"""The worker as a process: done with what was enqueued, through kills and restarts of the database."""

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

SWEEP, RESCUE = (
    "matinee.booking.tasks.sweep_expired",
    "matinee.server.processes.housekeeping.retry_stalled_jobs",
)
LONG_SILENT = "UPDATE matinee_jobs.procrastinate_workers SET last_heartbeat = now() - interval '31 s'"


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
    """The same, with no worker running and nothing to do before and after."""
    prepared.psql("TRUNCATE matinee_jobs.procrastinate_jobs, matinee_jobs.procrastinate_workers CASCADE")
    yield prepared
    prepared.end_all()


def work(machine: Machine) -> "Popen[str]":
    """Begin to work, and wait until the worker is there."""
    worker = machine.begin("worker")
    with connected(machine) as database:
        wait_for(lambda: database.execute("SELECT 1 FROM matinee_jobs.procrastinate_workers").fetchone())
    return worker


@contextmanager
def connected(machine: Machine) -> "Iterator[psycopg.Connection[tuple[str, ...]]]":
    """Connect without a transaction."""
    with psycopg.connect(machine.url(), autocommit=True) as database:
        yield database


def defer(database: "psycopg.Connection[tuple[str, ...]]", task: str) -> None:
    """Enqueue a job as a program of another language would."""
    database.execute(
        "INSERT INTO matinee_jobs.procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('default', %s, %s)",
        [task, '{"timestamp": 0}'],
    )


def stalled(
    database: "psycopg.Connection[tuple[str, ...]]", *, lock: str | None = None, attempts: int = 0
) -> None:
    """Leave a job behind as a worker does that was killed."""
    database.execute(
        "INSERT INTO matinee_jobs.procrastinate_jobs"
        " (queue_name, task_name, args, status, queueing_lock, attempts)"
        " VALUES ('default', %s, '{\"timestamp\": 0}', 'doing', %s, %s)",
        [SWEEP, lock, attempts],
    )


def states(database: "psycopg.Connection[tuple[str, ...]]", task: str) -> list[str]:
    """List the states of the task's jobs that were enqueued by `defer`."""
    rows = database.execute(
        "SELECT status::text FROM matinee_jobs.procrastinate_jobs"
        " WHERE task_name = %s AND args->>'timestamp' = '0' ORDER BY id",
        [task],
    )
    return [status for (status,) in rows]


@contextmanager
def sweep_under_way(machine: Machine) -> "Iterator[psycopg.Connection[tuple[str, ...]]]":
    """Let a sweep wait in its middle while the block runs."""
    with psycopg.connect(machine.url()) as blocker, connected(machine) as database:
        blocker.execute("LOCK TABLE booking")
        defer(database, SWEEP)
        wait_for(lambda: states(database, SWEEP) == ["doing"])
        yield database


def test_a_job_is_done_at_once_and_the_worker_ends_silently(machine: Machine) -> None:
    worker = work(machine)
    with connected(machine) as database:
        defer(database, SWEEP)
        # Well before it would have looked by itself.
        wait_for(lambda: states(database, SWEEP) == ["succeeded"], seconds=3)
    worker.send_signal(signal.SIGINT)
    said = worker.communicate(timeout=10)[0]
    assert (said, worker.returncode) == ("", 0)


def test_a_job_under_way_finishes_when_the_worker_is_told_to_stop(machine: Machine) -> None:
    worker = work(machine)
    with sweep_under_way(machine) as database:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)
        with pytest.raises(AssertionError):
            wait_for(lambda: not is_alive(worker.pid), seconds=0.5)
    worker.wait(10)
    with connected(machine) as database:
        assert states(database, SWEEP) == ["succeeded"]


def test_a_killed_workers_job_is_done_by_the_next(machine: Machine) -> None:
    worker = work(machine)
    with sweep_under_way(machine):
        kill(worker.pid)
        worker.wait()
    with connected(machine) as database:
        assert states(database, SWEEP) == ["doing"]
        database.execute(LONG_SILENT)
        work(machine)
        defer(database, RESCUE)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])


def test_a_job_that_ends_its_worker_each_time_is_given_up(machine: Machine) -> None:
    with connected(machine) as database:
        stalled(database, attempts=20)
        defer(database, RESCUE)
        work(machine)
        wait_for(lambda: states(database, SWEEP) == ["failed"])


def test_one_that_waits_is_enough_and_keeps_no_other_from_being_rescued(machine: Machine) -> None:
    with connected(machine) as database:
        stalled(database, lock="the same")
        database.execute(
            "INSERT INTO matinee_jobs.procrastinate_jobs"
            " (queue_name, task_name, args, queueing_lock, scheduled_at)"
            " VALUES ('default', %s, '{\"timestamp\": 0}', 'the same', now() + interval '1 day')",
            [SWEEP],
        )
        stalled(database)
        defer(database, RESCUE)
        work(machine)
        wait_for(lambda: states(database, SWEEP) == ["failed", "todo", "succeeded"])


REFUSE_JOB = """
CREATE OR REPLACE FUNCTION refuse_poisoned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'poisoned'; END $$;
CREATE TRIGGER poisoned BEFORE UPDATE ON matinee_jobs.procrastinate_jobs FOR EACH ROW
WHEN (OLD.id = {job}) EXECUTE FUNCTION refuse_poisoned()
"""


def test_one_that_cannot_be_rescued_keeps_no_other_waiting(machine: Machine) -> None:
    with connected(machine) as database:
        stalled(database)
        stalled(database)
        (job,) = database.execute("SELECT min(id) FROM matinee_jobs.procrastinate_jobs").fetchone() or (0,)
        database.execute(REFUSE_JOB.format(job=job))
        defer(database, RESCUE)
        worker = work(machine)
        try:
            wait_for(lambda: states(database, SWEEP) == ["doing", "succeeded"])
        finally:
            database.execute("DROP TRIGGER poisoned ON matinee_jobs.procrastinate_jobs")
        worker.terminate()
        assert (
            f"retry-stalled-jobs: row {job} failed: ConnectorException" in worker.communicate(timeout=10)[0]
        )


HOURS_AHEAD = """
from datetime import datetime, timedelta, timezone
import time_machine
time_machine.travel(datetime.now(timezone.utc) + timedelta(hours=9), tick=True).start()
"""


def test_a_worker_whose_clock_is_ahead_rescues_at_once(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HOURS_AHEAD)
    ahead = replace(machine, environ={"PYTHONPATH": f"{tmp_path}:{machine.source}"})
    with connected(machine) as database:
        stalled(database)
        defer(database, RESCUE)
        worker = work(ahead)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])
    kill(worker.pid)
    worker.wait()


def test_the_worker_outlives_a_crash_of_the_database(machine: Machine) -> None:
    worker = work(machine)
    kill(machine.server_pid())
    with connected(machine) as database:
        defer(database, SWEEP)
        wait_for(lambda: states(database, SWEEP) == ["succeeded"])
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(10) == 0


def test_the_worker_ends_while_the_database_is_away(machine: Machine) -> None:
    worker = work(machine)
    machine.matinee("db", "stop")
    worker.terminate()
    assert worker.wait(GRACE_SECONDS) == 0
    machine.matinee("db", "start")


def test_a_job_that_lost_the_database_keeps_nobody_from_ending(machine: Machine) -> None:
    worker = work(machine)
    with suppress(psycopg.OperationalError), sweep_under_way(machine):
        machine.matinee("db", "stop")
        worker.terminate()
        worker.wait(GRACE_SECONDS)
    assert worker.returncode == 0
    machine.matinee("db", "start")
