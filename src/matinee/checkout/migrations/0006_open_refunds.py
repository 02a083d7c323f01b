"""Finding what is owed and what needs a person, without reading all orders."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # Built while orders are written.
    atomic = False

    dependencies = [("checkout", "0005_settled_refunds")]

    operations = [
        AddIndexConcurrently(
            model_name="refund",
            index=models.Index(
                condition=Q(settled_at__isnull=True) & ~Q(status="DONE"), fields=["payment"], name="open_refund"
            ),
        ),
        AddIndexConcurrently(
            model_name="ticketorder",
            index=models.Index(
                condition=Q(status="NEEDS_ATTENTION"), fields=["id"], name="order_needs_attention"
            ),
        ),
    ]
