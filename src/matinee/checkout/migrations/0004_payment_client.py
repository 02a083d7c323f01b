"""Who tried to pay, as a digest, so that declined payments of one client can be counted."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The index is built while the site goes on selling.
    atomic = False

    dependencies = [("checkout", "0003_order_language")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="client",
            field=models.BigIntegerField(
                editable=False,
                help_text="Digest of who tried last, while declines are counted.",
                null=True,
            ),
        ),
        AddIndexConcurrently(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("client__isnull", False)),
                fields=["client", "changed_at"],
                name="payment_by_client",
            ),
        ),
    ]
