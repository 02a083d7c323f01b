"""Periodic jobs that maintain the queue: retry stalled jobs, delete finished ones."""

from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from matinee.core.row_failures import report_row_failure

MAX_ATTEMPTS = 20
"""A job that kills its worker each time fails after this many attempts."""

RETENTION_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - passed to periodic jobs
    """Requeue the jobs of killed workers: those without a heartbeat for 30 s."""
    manager = context.app.job_manager
    now = await _database_now(context)
    for job in await manager.get_stalled_jobs():
        try:
            await _retry(manager, job, now)
        except ConnectorException as error:
            report_row_failure("retry-stalled-jobs", job.id or 0, error)


async def _retry(manager: JobManager, job: Job, now: datetime) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    try:
        # Use the database's time: a local clock hours ahead would block all jobs with this queueing lock.
        await manager.retry_job(job, retry_at=now)
    except UniqueViolation:
        # An identical job is already queued.
        await manager.finish_job(job, Status.FAILED, delete_job=False)


async def _database_now(context: JobContext) -> datetime:
    row = await context.app.connector.execute_query_one_async("SELECT now() AS now")
    now: datetime = row["now"]
    return now


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="delete-finished-jobs", pass_context=True)
async def delete_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Delete jobs that succeeded three days ago. Failed jobs stay until an operator deletes them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=RETENTION_HOURS)
