"""Rows that the database refuses to change: what a loop has to leave out and go on without."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from prometheus_client import REGISTRY

from matinee.runtime.failed_rows.models import FailedRow


@contextmanager
def poisoned(table: str, row_id: int, column: str = "id") -> Iterator[None]:
    """Let every change of this row fail while the block runs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION refuse_poisoned() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'poisoned row of ada@example.org'; END $$;
            CREATE TRIGGER poisoned BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
            WHEN (OLD.{column} = {row_id}) EXECUTE FUNCTION refuse_poisoned()
            """
        )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER poisoned ON {table}")


def counted(loop: str) -> float:
    """How often rows of the loop failed, by the metric."""
    return REGISTRY.get_sample_value("matinee_rows_failed_total", {"loop": loop}) or 0


def kept(loop: str) -> list[tuple[int, int]]:
    """The rows that stand as failed, and how often they failed."""
    return list(FailedRow.objects.filter(loop=loop).order_by("row_id").values_list("row_id", "times"))
