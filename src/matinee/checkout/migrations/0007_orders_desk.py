"""The orders desk: the limit of refunds, further attempts of a refund, and the search by name.

The table of customers is locked against writes while the index is made.
"""

from decimal import Decimal

import django.contrib.postgres.indexes
import matinee.checkout.models.customer
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout", "0006_actors_of_events")]

    operations = [
        migrations.AddField(
            "refund",
            "attempt",
            models.SmallIntegerField(
                db_default=1, help_text="Part of the key of each attempt at the provider."
            ),
        ),
        migrations.AddField(
            "venueterms",
            "refund_limit",
            models.DecimalField(
                blank=True,
                decimal_places=3,
                help_text="The most that staff refund of an order without the permission for any refund; empty for"
                " no limit.",
                max_digits=12,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            "venueterms",
            models.CheckConstraint(
                condition=models.Q(
                    ("refund_limit__gte", Decimal("0")), ("refund_limit__lte", Decimal("9999999.999"))
                ),
                name="venue_terms_refund_limit_is_in_range",
            ),
        ),
        migrations.AddIndex(
            "customer",
            django.contrib.postgres.indexes.GinIndex(
                matinee.checkout.models.customer.NameWords("name"), name="customer_by_words_of_name"
            ),
        ),
    ]
