"""Moments are in years that Python can read: one `infinity` would end every list it is in."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from matinee.core.migrating import ValidateOrReport

FIRST = models.Value(datetime(1900, 1, 1, tzinfo=UTC), models.DateTimeField())
AFTER_LAST = models.Value(datetime(3000, 1, 1, tzinfo=UTC), models.DateTimeField())


class Migration(migrations.Migration):

    dependencies = [
        ("failed_rows", "0001_initial"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="failedrow",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("first_at", "last_at"), FIRST), LessThan(Greatest("first_at", "last_at"), AFTER_LAST)), name="failed_row_times_are_readable"),
        ),
        ValidateOrReport(model_name="failedrow", name="failed_row_times_are_readable"),
    ]
