"""Validate the constraint of the migration before, in a transaction that lets emails be written."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0011_not_sent")]

    operations = [ValidateConstraint("orderemail", "email_status_is_known")]
