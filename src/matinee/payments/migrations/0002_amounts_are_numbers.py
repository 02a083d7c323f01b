"""No amount is NaN, which PostgreSQL takes for more than any number."""

from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cashpayment",
            name="cashpayment_takes_no_more_than_asked",
        ),
        migrations.RemoveConstraint(
            model_name="demopayment",
            name="demopayment_takes_no_more_than_asked",
        ),
        AddConstraintNotValid(
            model_name="cashpayment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__lte", Decimal("999999999.999")), ("captured__gte", 0), ("captured__lte", models.F("amount"))), name="cashpayment_takes_no_more_than_asked"),
        ),
        AddConstraintNotValid(
            model_name="demopayment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__lte", Decimal("999999999.999")), ("captured__gte", 0), ("captured__lte", models.F("amount"))), name="demopayment_takes_no_more_than_asked"),
        ),
    ]
