"""B15: an order belongs to the show of its hold, by constraint."""

from django.db import migrations, models

import matinee.booking.models

ID_OF_HOLD = "encode(substr(uuid_send(hold_id), 1, 8) || int8send(show_id), 'hex')::uuid"


class Migration(migrations.Migration):
    dependencies = [("checkout", "0006_open_refunds"), ("booking", "0008_hold_key")]

    operations = [
        migrations.AddField(
            model_name="ticketorder",
            name="hold_bits",
            field=models.UUIDField(editable=False, help_text="Its random bits (B5).", null=True),
        ),
        migrations.RunSQL(
            f"UPDATE ticket_order SET hold_bits = hold_id, hold_id = {ID_OF_HOLD}",
            "UPDATE ticket_order SET hold_id = hold_bits",
        ),
        migrations.AlterField(
            model_name="ticketorder",
            name="hold_bits",
            field=models.UUIDField(editable=False, help_text="Its random bits (B5)."),
        ),
        migrations.AddConstraint(
            model_name="ticketorder",
            constraint=models.CheckConstraint(
                condition=models.Q(matinee.booking.models.IsHoldOfShow()), name="order_is_of_the_holds_show"
            ),
        ),
    ]
