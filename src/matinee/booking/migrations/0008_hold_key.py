"""B15: a hold has one show, by constraint, and its idempotency key has a row of its own.

A hold's id becomes half of its random bits and its show. The bits of the holds so far are their old ids, so that
tokens signed before stay good.
"""

import django.db.models.functions.datetime
from django.db import migrations, models

import matinee.booking.models

ID_OF_HOLD = "encode(substr(uuid_send(hold_id), 1, 8) || int8send(show_id), 'hex')::uuid"


def name_holds_after_their_show(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"UPDATE {table} SET hold_bits = hold_id, hold_id = {ID_OF_HOLD} WHERE hold_id IS NOT NULL",
        f"UPDATE {table} SET hold_id = hold_bits WHERE hold_id IS NOT NULL",
    )


class Migration(migrations.Migration):
    dependencies = [("booking", "0007_held_by")]

    operations = [
        migrations.CreateModel(
            name="HoldKey",
            fields=[
                ("key_digest", models.BinaryField(primary_key=True, serialize=False)),
                ("show_id", models.BigIntegerField()),
                (
                    "seats_digest",
                    models.BinaryField(help_text="Of the first seats, and of the hold that they joined."),
                ),
                ("hold_id", models.UUIDField()),
                ("hold_bits", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"db_table": "hold_key"},
        ),
        migrations.AddField(
            model_name="booking",
            name="hold_bits",
            field=models.UUIDField(blank=True, help_text="The random bits of the hold (B5).", null=True),
        ),
        migrations.RunSQL(
            "ALTER TABLE booking_archive ADD COLUMN hold_bits uuid",
            "ALTER TABLE booking_archive DROP COLUMN hold_bits",
        ),
        migrations.AlterField(
            model_name="booking",
            name="hold_id",
            field=models.UUIDField(
                blank=True,
                help_text="Half of the hold's bits, and its show (B15); none for plain SQL.",
                null=True,
            ),
        ),
        name_holds_after_their_show("booking"),
        name_holds_after_their_show("booking_archive"),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(hold_bits__isnull=True, hold_id__isnull=True)
                | models.Q(
                    models.Q(matinee.booking.models.IsHoldOfShow()),
                    hold_bits__isnull=False,
                    hold_id__isnull=False,
                ),
                name="hold_has_one_show",
            ),
        ),
    ]
