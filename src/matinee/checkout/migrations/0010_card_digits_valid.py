"""Validate the constraint of the migration before, in a transaction that lets payments be written."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0009_card_digits")]

    operations = [ValidateConstraint("payment", "payment_card_has_four_digits")]
