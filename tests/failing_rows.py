"""Rows whose changes the database rejects, and the record of rows that a loop has skipped."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from prometheus_client import REGISTRY

from matinee.runtime.failed_rows.models import FailedRow


@contextmanager
def rejecting_changes(table: str, row_id: int, column: str = "id") -> Iterator[None]:
    """Reject each UPDATE and DELETE of one row during the block.

    The error message contains an email address, so that tests can assert that logs do not contain it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION reject_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'rejected change of ada@example.org'; END $$;
            CREATE TRIGGER reject_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
            WHEN (OLD.{column} = {row_id}) EXECUTE FUNCTION reject_change()
            """
        )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER reject_change ON {table}")


def failure_count(loop: str) -> float:
    """Return the value of the metric that counts the failed rows of a loop."""
    return REGISTRY.get_sample_value("matinee_rows_failed_total", {"loop": loop}) or 0


def failed_rows(loop: str) -> list[tuple[int, int]]:
    """Return the id and the number of failures of each row that is stored as failed."""
    return list(FailedRow.objects.filter(loop=loop).order_by("row_id").values_list("row_id", "times"))
