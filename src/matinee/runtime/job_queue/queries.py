"""Reads of the queue."""

from django.db import connections

from matinee.core.jobs import JOBS

FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"


def failed_jobs() -> int:
    """The number of jobs that are not tried again. They stay in the queue until somebody handles them."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(FAILED)
        (count,) = cursor.fetchone()
    return int(count)
