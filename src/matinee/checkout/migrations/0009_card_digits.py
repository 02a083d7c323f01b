"""The last four digits of the card of a payment. The next migration validates the constraint."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout", "0008_demo_orders_can_be_removed")]

    operations = [
        migrations.AddField(
            "payment",
            "card_last4",
            models.TextField(
                blank=True,
                db_default="",
                help_text="The last four digits of the card; empty without a card. Erased with the customer's"
                " data.",
            ),
        ),
        AddConstraintNotValid(
            "payment",
            models.CheckConstraint(
                condition=models.Q(("card_last4", ""), ("card_last4__regex", "^[0-9]{4}$"), _connector="OR"),
                name="payment_card_has_four_digits",
            ),
        ),
    ]
