"""Validate the constraints of the migration before, in a transaction that lets emails be written."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0004_former_address")]

    operations = [
        ValidateConstraint("orderemail", "email_kind_is_known"),
        ValidateConstraint("orderemail", "ended_email_has_no_former_address"),
        ValidateConstraint("orderemail", "order_email_former_address_is_an_address"),
    ]
