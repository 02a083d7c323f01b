"""Moments of bookings are in years that Python can read: one `infinity` would end every list it is in."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThan

FIRST = models.Value(datetime(1900, 1, 1, tzinfo=UTC), models.DateTimeField())
AFTER_LAST = models.Value(datetime(3000, 1, 1, tzinfo=UTC), models.DateTimeField())



class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0008_hold_key"),
        ("shows", "0005_times_in_range"),
        ("venues", "0006_day_starts_in_the_day"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="booking",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("locked_until", "hold_started_at", "frozen_at", "created_at"), FIRST), LessThan(Greatest("locked_until", "hold_started_at", "frozen_at", "created_at"), AFTER_LAST)), name="booking_times_are_readable"),
        ),
    ]
