"""Rows from before there were rules are held against them; nobody who sells has to wait for that."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_values")]

    operations = [
        ValidateOrReport(model_name="ticket", name="ticket_ticket_type_name_is_one_line"),
        ValidateOrReport(model_name="ticket", name="ticket_admitted_by_door_is_one_line"),
    ]
