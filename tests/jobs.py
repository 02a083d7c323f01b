"""The queue in tests: real jobs, done by procrastinate's own worker in the test's process and database."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from procrastinate.contrib.django import app

from matinee.core.jobs import JOBS
from matinee.server.processes.worker import connector

RunJobs = Callable[[], None]


@pytest.fixture
def run_jobs(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> RunJobs:  # noqa: ARG001
    """Do every job that waits, those too that wait to be tried again, and those that they enqueue.

    Nothing is enqueued by the clock. A job that fails stays in the queue's
    table, as in life: see `job_states`.
    """
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    return _run


def job_states() -> list[tuple[str, str, int]]:
    """List name, status and attempts of every job, oldest first."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return [(name.rpartition(".")[2], status, attempts) for name, status, attempts in cursor.fetchall()]


def _run() -> None:
    with connections[JOBS].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    asyncio.run(_work())


async def _work() -> None:
    with app.replace_connector(connector()):
        async with app.open_async():
            # One at a time, so that the last job has said what it enqueued before the queue is found empty.
            await app.run_worker_async(
                wait=False,
                concurrency=1,
                listen_notify=False,
                install_signal_handlers=False,
                task_middleware=[_closing_connection],
            )


def _closing_connection(call_next: Callable[[], Any], _context: object, _worker: object) -> Any:
    """Leave no connection of the job's thread open to the test database."""
    try:
        return call_next()
    finally:
        connections.close_all()
