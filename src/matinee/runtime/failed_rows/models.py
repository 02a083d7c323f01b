"""Rows that a loop failed to process."""

from django.db import models

from matinee.core.constraints import moments_check


class FailedRow(models.Model):
    """A row that failed in the last run of its loop. It is deleted when the row is processed.

    It contains ids only, without a foreign key: the rows of any table, and no personal data.
    """

    id = models.BigAutoField(primary_key=True)
    loop = models.TextField()
    row_id = models.BigIntegerField()
    error = models.TextField(help_text="Class and place of the error, never its message.")
    times = models.PositiveIntegerField(db_default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "failed_row"
        constraints = [
            models.UniqueConstraint(fields=["loop", "row_id"], name="one_failure_per_loop_and_row"),
            moments_check("failed_row", "first_at", "last_at"),
        ]

    def __str__(self) -> str:
        return f"{self.loop} {self.row_id}: {self.error}"
