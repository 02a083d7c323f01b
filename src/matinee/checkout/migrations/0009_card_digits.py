"""The last four digits of the card of a payment, and their index. The next migration validates the constraint.

The table of payments is locked against writes while the index is made. It is empty, because no payment has
digits yet.
"""

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
        migrations.AddIndex(
            "payment",
            models.Index(
                condition=models.Q(("card_last4", ""), _negated=True),
                fields=["card_last4", "order"],
                name="payment_by_card",
            ),
        ),
    ]
