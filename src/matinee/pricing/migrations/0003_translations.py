"""The names of ticket types by language."""

import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pricing", "0002_editions_and_currencies"),
        ("venues", "0003_countries_and_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="tickettype",
            name="translations",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='The name by language, such as {"en": {"name": "Adult"}}.',
            ),
        ),
        migrations.AddConstraint(
            model_name="tickettype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("translations"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "object",
                    )
                ),
                name="ticket_type_translations_is_object",
            ),
        ),
    ]
