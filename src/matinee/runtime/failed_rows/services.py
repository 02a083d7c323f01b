"""Loops over many rows: each row on its own, so that one bad row never stops the others.

A row that fails is logged with its id, counted in `matinee_rows_failed_total{loop}` and kept in `failed_row`,
where `/readyz` and `/metrics` find it. The next run of the loop tries it again.
"""

from collections.abc import Callable, Collection, Iterable

from django.db import DatabaseError, InterfaceError, connection

from matinee.core.clock import database_now
from matinee.core.row_failures import describe_error, report_row_failure
from matinee.runtime.failed_rows.models import FailedRow

UPSERT = """
INSERT INTO failed_row (loop, row_id, error, first_at, last_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (loop, row_id) DO UPDATE
SET error = excluded.error, last_at = excluded.last_at, times = failed_row.times + 1
"""


def each_row(loop: str, row_ids: Iterable[int], work: Callable[[int], object]) -> set[int]:
    """Call `work` with each id, and give the ids for which it failed. `work` opens its own transaction.

    Raises: what `work` raises, when the database does not answer any more: then no row is to blame.
    """
    done, failed = set(), set()
    for row_id in row_ids:
        try:
            work(row_id)
        except Exception as error:
            if not _database_answers():
                raise
            set_aside(loop, row_id, error)
            failed.add(row_id)
        else:
            done.add(row_id)
    FailedRow.objects.filter(loop=loop, row_id__in=done).delete()
    return failed


def whole_loop(loop: str, row_ids: Iterable[int], work: Callable[[int], object]) -> None:
    """The same for loops that look at all their rows each time: rows not found any more are no failures.

    Raises: as `each_row`.
    """
    keep_only(loop, each_row(loop, row_ids, work))


def keep_only(loop: str, failed: Collection[int]) -> None:
    """Forget the failures of earlier runs, after a run that looked at all rows of the loop."""
    FailedRow.objects.filter(loop=loop).exclude(row_id__in=failed).delete()


def set_aside(loop: str, row_id: int, error: BaseException) -> None:
    """Log, count and keep a row that failed."""
    report_row_failure(loop, row_id, error)
    now = database_now()
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [loop, row_id, describe_error(error), now, now])


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True
