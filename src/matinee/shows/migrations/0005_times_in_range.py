"""Moments of shows are in years that Python can read: one `infinity` would end every list of shows."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import ValidateOrReport

FIRST, AFTER_LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


class Migration(migrations.Migration):
    dependencies = [("shows", "0004_amounts_fit_currency")]

    operations = [
        AddConstraintNotValid(
            model_name="show",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at__gte", FIRST),
                    ("hall_free_at__lt", AFTER_LAST),
                    ("sales_open_at__gte", FIRST),
                    ("sales_close_at__lt", AFTER_LAST),
                ),
                name="show_times_are_in_range",
            ),
        ),
        ValidateOrReport(model_name="show", name="show_times_are_in_range"),
    ]
