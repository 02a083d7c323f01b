"""The country of a venue, and its own names of seat types and formats."""

import django.db.models.lookups
from django.db import migrations, models

import matinee.core.countries


class Migration(migrations.Migration):
    dependencies = [
        ("venues", "0002_plan_editions"),
    ]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="country",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="ISO 3166, such as DE. Age ratings follow it.",
                validators=[matinee.core.countries.validate_country],
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="format_names",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='Names of formats by language, such as {"de": {"Preview": "Vorpremiere"}}.',
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="region",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="ISO 3166-2 without the country, such as BE. Public holidays follow it.",
                validators=[matinee.core.countries.validate_region],
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="seat_type_names",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='Own names of seat types by language, such as {"de": {"sofa": "Kuschelsofa"}}.',
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("country__regex", "^([A-Z]{2})?$")), name="venue_country_is_iso_3166"
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("region__regex", "^([A-Z0-9]{1,3})?$")), name="venue_region_is_iso_3166"
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("seat_type_names"),
                            function="jsonb_typeof",
                            output_field=models.TextField(),
                        ),
                        "object",
                    )
                ),
                name="venue_seat_type_names_is_object",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("format_names"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "object",
                    )
                ),
                name="venue_format_names_is_object",
            ),
        ),
    ]
