"""Moments of tickets are in years that Python can read: one `infinity` would end every list it is in."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThan

FIRST = models.Value(datetime(1900, 1, 1, tzinfo=UTC), models.DateTimeField())
AFTER_LAST = models.Value(datetime(3000, 1, 1, tzinfo=UTC), models.DateTimeField())



class Migration(migrations.Migration):
    dependencies = [
        ("shows", "0005_times_in_range"),
        ("tickets", "0004_values_validated"),
        ("venues", "0006_day_starts_in_the_day"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="ticket",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("created_at", "admitted_at", "voided_at"), FIRST), LessThan(Greatest("created_at", "admitted_at", "voided_at"), AFTER_LAST)), name="ticket_times_are_readable"),
        ),
    ]
