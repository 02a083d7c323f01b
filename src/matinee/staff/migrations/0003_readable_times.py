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
        ("auth", "0012_alter_user_first_name_max_length"),
        ("staff", "0002_values"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="user",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("last_login", "date_joined"), FIRST), LessThan(Greatest("last_login", "date_joined"), AFTER_LAST)), name="staff_user_times_are_readable"),
        ),
        ValidateOrReport(model_name="user", name="staff_user_times_are_readable"),
    ]
