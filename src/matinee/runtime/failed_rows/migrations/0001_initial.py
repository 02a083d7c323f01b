"""Rows that a loop could not do."""

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
                    models.UniqueConstraint(fields=("loop", "row_id"), name="one_failure_per_loop_and_row")
                ],
            },
        ),
    ]
