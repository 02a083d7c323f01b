"""Look at the rows that were there before, while everybody goes on writing."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_amounts_are_numbers")]

    operations = [
        ValidateOrReport(model_name="cashpayment", name="cashpayment_takes_no_more_than_asked"),
        ValidateOrReport(model_name="demopayment", name="demopayment_takes_no_more_than_asked"),
    ]
