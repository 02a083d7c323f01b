"""Look at the rows that were there before, while everybody goes on writing."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("booking", "0009_readable_times")]

    operations = [
        ValidateOrReport(model_name="booking", name="booking_times_are_readable"),
    ]
