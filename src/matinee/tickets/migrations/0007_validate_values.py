"""Look at the rows that were there before, while everybody goes on writing."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_amounts_are_numbers")]

    operations = [
        ValidateOrReport(model_name="ticket", name="ticket_times_are_readable"),
        ValidateOrReport(model_name="ticket", name="ticket_price_is_not_negative"),
        ValidateOrReport(model_name="ticket", name="ticket_code_is_one_line"),
    ]
