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
        ("payments", "0003_validate_values"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="cashpayment",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(models.F("created_at"), FIRST), LessThan(models.F("created_at"), AFTER_LAST)), name="cash_payment_times_are_readable"),
        ),
        ValidateOrReport(model_name="cashpayment", name="cash_payment_times_are_readable"),
        AddConstraintNotValid(
            model_name="demopayment",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("created_at", "decided_at"), FIRST), LessThan(Greatest("created_at", "decided_at"), AFTER_LAST)), name="demo_payment_times_are_readable"),
        ),
        ValidateOrReport(model_name="demopayment", name="demo_payment_times_are_readable"),
    ]
