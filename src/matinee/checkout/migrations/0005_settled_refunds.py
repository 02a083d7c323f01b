"""A person settles a refund that the provider refused: when, and how."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("checkout", "0004_payment_client")]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="refund",
            name="settled_how",
            field=models.TextField(
                blank=True, db_default="", help_text="How a person gave the money back."
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_how="")
                | (Q(settled_at__isnull=False, status="REFUSED") & ~Q(settled_how="")),
                name="settled_refund_was_refused_and_says_how",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="actor",
            field=models.TextField(
                help_text="`customer`, `provider`, `system`, `staff:` and an account's id, `operator:` and a login."
            ),
        ),
    ]
