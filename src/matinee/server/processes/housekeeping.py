"""The queue's own jobs: what a dead worker left, and what is done with."""

from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from matinee.core.row_failures import report_row_failure

MOST_ATTEMPTS = 20
"""A job that ends its worker each time is given up; more than a job that merely fails is tried."""

KEPT_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - told to periodic jobs
    """Have the jobs of workers that were killed done again: those without a sign of life for 30 s."""
    manager = context.app.job_manager
    now = await _database_now(context)
    for job in await manager.get_stalled_jobs():
        try:
            await _rescue(manager, job, now)
        except ConnectorException as error:
            report_row_failure("retry-stalled-jobs", job.id or 0, error)


async def _rescue(manager: JobManager, job: Job, now: datetime) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    try:
        # By our own clock, which may be hours ahead, it would block all others of its queueing lock.
        await manager.retry_job(job, retry_at=now)
    except UniqueViolation:
        # Another one waits that does the same.
        await manager.finish_job(job, Status.FAILED, delete_job=False)


async def _database_now(context: JobContext) -> datetime:
    row = await context.app.connector.execute_query_one_async("SELECT now() AS now")
    now: datetime = row["now"]
    return now


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="remove", pass_context=True)
async def delete_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Delete jobs that succeeded three days ago. Failed ones stay until somebody looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
