"""Background jobs: rows in PostgreSQL that the worker executes. Subpackages have tasks in `tasks.py`."""

from contextlib import suppress
from typing import Any

from django.db import connections, transaction
from procrastinate import RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.tasks import Task

JOBS = "jobs"
"""The database connection of the queue, whose tables have a schema of their own."""

RETRY_WITH_BACKOFF = RetryStrategy(max_attempts=10, exponential_wait=3)
"""For jobs that call external services: retries after 3 s, 9 s, 27 s …, at most ten attempts within a day."""


def enqueue(task: Task[..., Any, ...] | JobDeferrer, **ids: Any) -> None:
    """Enqueue a job after the commit of the current transaction, or at once without one.

    Its arguments are ids only: the queue contains no personal data. A crash directly after the commit, or a
    queue that cannot be written, loses the job. A reconciler repeats the work that must not be lost. Only one
    job per queueing lock waits at a time; further ones are dropped.
    """

    def defer() -> None:
        try:
            with suppress(AlreadyEnqueued):
                task.defer(**ids)
        finally:
            # Releases a pooled connection now, not at the end of the request.
            connections[JOBS].close_if_unusable_or_obsolete()

    # A NOTIFY inside the transaction would serialise all commits, each with its wait for the disk.
    # Robust: the sale is committed, so an error here must not become the response.
    transaction.on_commit(defer, robust=True)
