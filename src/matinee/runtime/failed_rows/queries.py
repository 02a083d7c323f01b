"""Reads about rows that a loop could not process."""

from django.db.models import Count

from matinee.runtime.failed_rows.models import FailedRow


def failed_rows(loop: str) -> list[int]:
    """The ids of the rows that failed in the last run."""
    return list(FailedRow.objects.filter(loop=loop).order_by("row_id").values_list("row_id", flat=True))


def failures() -> dict[str, int]:
    """The number of failed rows per loop; loops without failed rows are omitted."""
    counted = FailedRow.objects.values("loop").annotate(count=Count("pk")).order_by("loop")
    return dict(counted.values_list("loop", "count"))
