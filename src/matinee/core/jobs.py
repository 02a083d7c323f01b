"""Work for later: rows in PostgreSQL, done by the worker. Each room's tasks stand in its `tasks.py`."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.tasks import Task

RETRY_WITH_BACKOFF = RetryStrategy(max_attempts=10, exponential_wait=3)
"""For jobs that talk to the outside: again after 3 s, 9 s, 27 s …, ten times within a day; then failed."""


def enqueue(task: Task[..., Any, ...] | JobDeferrer, **ids: Any) -> None:
    """Have a task done once the running transaction has committed; at once where there is none.

    Give ids only: what people are called and where their mail goes stays out of the queue. A crash right
    after the commit, or a queue that can't be written, loses the job: what must happen has a reconciler.
    Of jobs with one queueing lock only one waits at a time; the others are dropped.
    """

    def defer() -> None:
        with suppress(AlreadyEnqueued):
            task.defer(**ids)

    # Inside the transaction its NOTIFY would let commits pass one by one, each waiting for the disk.
    # Robust, because by now the sale stands: the answer must not become an error.
    transaction.on_commit(defer, robust=True)
