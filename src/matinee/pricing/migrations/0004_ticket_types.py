"""Conditions of ticket types, and their archive."""

import django.core.validators
from django.db import migrations, models


def add(name, field):
    return migrations.AddField(model_name="tickettype", name=name, field=field)


def range_check(column, highest):
    return migrations.AddConstraint(
        model_name="tickettype",
        constraint=models.CheckConstraint(
            condition=models.Q((f"{column}__gte", 1), (f"{column}__lte", highest)),
            name=f"ticket_type_{column}_is_in_range",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0003_translations")]

    operations = [
        add(
            "minimum_age",
            models.SmallIntegerField(
                blank=True,
                help_text="In years; empty for none.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(99),
                ],
            ),
        ),
        add(
            "needs_proof",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="Such as a student card, to be shown at the entrance.",
            ),
        ),
        add(
            "counter_only",
            models.BooleanField(
                db_default=False, default=False, help_text="Not offered and not accepted online."
            ),
        ),
        add(
            "most_per_order",
            models.SmallIntegerField(
                blank=True,
                help_text="Tickets of this type in one order; empty for any number.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
            ),
        ),
        add("archived", models.BooleanField(db_default=False, default=False, help_text="Not sold any more.")),
        add(
            "version",
            models.IntegerField(
                db_default=1,
                default=1,
                editable=False,
                help_text="Counts the changes, against lost updates.",
            ),
        ),
        range_check("minimum_age", 99),
        range_check("most_per_order", 100),
    ]
