"""Counting the seats that a show offers, without reading them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built beside what goes on: bookers lock rows of this table all the time.
    atomic = False

    dependencies = [("venues", "0002_plan_edition")]

    operations = [
        AddIndexConcurrently(
            model_name="seat",
            index=models.Index(
                condition=models.Q(("in_service", True)), fields=["hall", "plan_version"], name="seats_in_service"
            ),
        ),
    ]
