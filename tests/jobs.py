"""Runs the job queue in tests, with procrastinate's worker in the process and the database of the test."""

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
    """Return a function that runs all queued jobs, including retries and the jobs that these enqueue.

    Periodic jobs are not enqueued. A failed job stays in the queue's table, as in production: see
    `job_states`.
    """
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    return _run


def job_states() -> list[tuple[str, str, int]]:
    """Return the name, the status and the attempts of every job, oldest first."""
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
            # One job at a time, so that the worker sees the jobs that the last job enqueues before it stops.
            await app.run_worker_async(
                wait=False,
                concurrency=1,
                listen_notify=False,
                install_signal_handlers=False,
                task_middleware=[_closing_connection],
            )


def _closing_connection(call_next: Callable[[], Any], _context: object, _worker: object) -> Any:
    """Close the connections that the job's thread has opened to the test database."""
    try:
        return call_next()
    finally:
        connections.close_all()
