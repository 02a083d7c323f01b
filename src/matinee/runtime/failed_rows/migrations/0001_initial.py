"""Rows that a loop failed to process."""

import datetime

import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FailedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("loop", models.TextField()),
                ("row_id", models.BigIntegerField()),
                ("error", models.TextField(help_text="Class and place of the error, never its message.")),
                ("times", models.PositiveIntegerField(db_default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "failed_row",
                "constraints": [
                    models.UniqueConstraint(fields=("loop", "row_id"), name="one_failure_per_loop_and_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least("first_at", "last_at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest("first_at", "last_at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="failed_row_times_are_readable",
                    ),
                ],
            },
        ),
    ]
