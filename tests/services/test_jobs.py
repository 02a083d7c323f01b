"""Jobs are enqueued by a commit and only by a commit, run after it, and are retried with growing delays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from matinee.core.jobs import JOBS, RETRY_WITH_BACKOFF, enqueue
from matinee.runtime import connection_pool
from matinee.runtime.connection_pool import current_pool, start_pool
from tests.jobs import RunJobs, job_states

failures: list[int] = []
"""The failed calls of `call_outside`."""


@pytest.fixture
def task() -> Iterator[Task[..., None, ...]]:
    """A task that fails until it has failed twice, and then enqueues itself once more."""

    @app.task(name="tests.call_outside", retry=RETRY_WITH_BACKOFF)
    def call_outside(number: int) -> None:
        if len(failures) < 2:
            failures.append(number)
            raise ConnectionError
        if number == 1:
            with transaction.atomic():
                enqueue(call_outside, number=2)

    failures.clear()
    yield call_outside
    del app.tasks["tests.call_outside"]


def test_a_job_is_enqueued_by_the_commit(run_jobs: RunJobs, task: Task[..., None, ...]) -> None:
    with transaction.atomic():
        enqueue(task, number=1)
        assert job_states() == []
    assert job_states() == [("call_outside", "todo", 0)]
    run_jobs()
    assert job_states() == [("call_outside", "todo", 1)]


def test_a_rollback_enqueues_no_job(run_jobs: RunJobs, task: Task[..., None, ...]) -> None:  # noqa: ARG001
    with transaction.atomic():
        enqueue(task, number=1)
        transaction.set_rollback(True)
    assert job_states() == []


def test_a_failed_job_is_tried_again_and_may_enqueue_more(
    run_jobs: RunJobs, task: Task[..., None, ...]
) -> None:
    enqueue(task, number=1)
    waits = []
    for _ in range(2):
        run_jobs()
        with connection.cursor() as cursor:
            cursor.execute("SELECT scheduled_at - now() FROM matinee_jobs.procrastinate_jobs")
            ((wait,),) = cursor.fetchall()
            waits.append(wait)
    assert timedelta(0) < waits[0] <= timedelta(seconds=3) < waits[1] <= timedelta(seconds=9)
    run_jobs()
    assert job_states() == [("call_outside", "succeeded", 3), ("call_outside", "succeeded", 1)]


def test_an_unavailable_queue_does_not_fail_the_request(
    run_jobs: RunJobs,  # noqa: ARG001
    task: Task[..., None, ...],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE matinee_jobs.procrastinate_jobs RENAME TO away")
        try:
            with transaction.atomic():
                enqueue(task, number=1)
        finally:
            cursor.execute("ALTER TABLE matinee_jobs.away RENAME TO procrastinate_jobs")
    assert job_states() == []


def test_a_pooled_connection_to_the_queue_is_released_after_each_job(
    run_jobs: RunJobs,  # noqa: ARG001
    task: Task[..., None, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connections[JOBS].close()
    with monkeypatch.context() as patched:
        patched.setattr(connection_pool, "_pools", {})
        start_pool(JOBS, size=1, max_size=1)
        for number in (1, 2):
            enqueue(task, number=number)
            assert connections[JOBS].connection is None
        pool = current_pool(JOBS)
        idle = pool.acquire_idle() if pool else None
        assert idle
        idle.close()
    assert [status for _, status, _ in job_states()] == ["todo", "todo"]
