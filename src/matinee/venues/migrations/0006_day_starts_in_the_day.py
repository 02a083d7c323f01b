"""A business day begins before 24:00, a time that PostgreSQL has and Python cannot read."""

from datetime import time

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("venues", "0005_currency_digits")]

    operations = [
        AddConstraintNotValid(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("day_starts_at__lte", time.max)), name="venue_day_starts_in_the_day"
            ),
        ),
        ValidateOrReport(model_name="venue", name="venue_day_starts_in_the_day"),
    ]
