"""Loops over many rows: each row is processed on its own, so that one bad row never stops the others.

A row that fails is logged with its id, counted in `matinee_rows_failed_total{loop}` and saved in the table
`failed_row`, which `/readyz` and `/metrics` read. The next run of the loop tries it again.
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
    """Call `work` with each id, and return the ids for which it failed. `work` opens its own transaction.

    Raises: the error of `work`, if the database does not respond any more: then no row is at fault.
    """
    done, failed = set(), set()
    for row_id in row_ids:
        try:
            work(row_id)
        except Exception as error:
            if not _database_answers():
                raise
            record_failure(loop, row_id, error)
            failed.add(row_id)
        else:
            done.add(row_id)
    FailedRow.objects.filter(loop=loop, row_id__in=done).delete()
    return failed


def whole_loop(loop: str, row_ids: Iterable[int], work: Callable[[int], object]) -> None:
    """As `each_row`, for loops that process all their rows in each run. Deletes the failures of other rows.

    Raises: as `each_row`.
    """
    delete_other_failures(loop, each_row(loop, row_ids, work))


def delete_other_failures(loop: str, failed: Collection[int]) -> None:
    """Delete the failures of all other rows of the loop, after a run that processed all of them."""
    FailedRow.objects.filter(loop=loop).exclude(row_id__in=failed).delete()


def record_failure(loop: str, row_id: int, error: BaseException) -> None:
    """Log and count the failure of a row, and save it in `failed_row`."""
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
