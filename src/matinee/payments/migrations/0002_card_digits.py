"""The demo's payments know the last four digits of their test card, as a real provider does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [
        migrations.AddField(
            "demopayment",
            "card_last4",
            models.TextField(
                blank=True, db_default="", help_text="The last four digits of the test card."
            ),
        ),
    ]
