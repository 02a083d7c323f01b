"""Price cards with their versions, and the rules that choose a card."""

import datetime
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from decimal import Decimal
from django.db import migrations, models


LINE = (
    r"^[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe"
    r"\uffff]*[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    r"\ufffe\uffff\u0020\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u200f\u202f\u205f-\u2065\u206a-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\U000e0000-\U000e0fff][^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufff9-\ufffb\ufffe\uffff]*$"
)
"""A line of text: no control characters, and at least one character that is visible."""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_film_details"),
        ("pricing", "0004_ticket_types"),
        ("venues", "0004_demo"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceCard",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                (
                    "archived",
                    models.BooleanField(
                        db_default=False, default=False, help_text="Not chosen for new shows."
                    ),
                ),
                (
                    "version",
                    models.IntegerField(
                        db_default=1, default=1, help_text="Counts the changes, against lost updates."
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_cards",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "db_table": "price_card",
            },
        ),
        migrations.CreateModel(
            name="PriceCardVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField(help_text="From 1.")),
                (
                    "base",
                    models.DecimalField(
                        decimal_places=3, help_text="In the venue's currency.", max_digits=12
                    ),
                ),
                (
                    "amounts",
                    models.JSONField(
                        db_default=[], default=list, help_text="As `CardPrices.json` writes them."
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="pricing.pricecard",
                    ),
                ),
            ],
            options={
                "db_table": "price_card_version",
            },
        ),
        migrations.CreateModel(
            name="PriceRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField(help_text="The lowest is tried first.")),
                (
                    "weekdays",
                    models.JSONField(
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="From 1 for Monday to 7 for Sunday; empty for all.",
                    ),
                ),
                (
                    "starts_from",
                    models.TimeField(
                        blank=True, help_text="The earliest start; empty for all day.", null=True
                    ),
                ),
                (
                    "starts_before",
                    models.TimeField(
                        blank=True, help_text="Later starts do not match. May be after midnight.", null=True
                    ),
                ),
                ("first_day", models.DateField(blank=True, null=True)),
                ("last_day", models.DateField(blank=True, null=True)),
                (
                    "holidays",
                    models.BooleanField(
                        blank=True,
                        help_text="True: on public holidays only. False: on other days only. Empty: on any day.",
                        null=True,
                    ),
                ),
                ("format", models.TextField(blank=True, db_default="", help_text="Empty for any.")),
                (
                    "version",
                    models.IntegerField(
                        db_default=1, default=1, help_text="Counts the changes, against lost updates."
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="pricing.pricecard",
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.hall",
                    ),
                ),
                (
                    "movie",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.movie",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_rules",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "db_table": "price_rule",
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="pricecard",
            constraint=models.UniqueConstraint(
                fields=("venue", "name"), name="one_price_card_per_name_in_venue"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name__regex", LINE),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name"), 300
                    ),
                ),
                name="price_card_name_is_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecardversion",
            constraint=models.UniqueConstraint(
                fields=("card", "number"), name="one_price_card_version_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="price_card_version_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("base__gte", Decimal("0")), ("base__lte", Decimal("9999999.999"))),
                name="price_card_version_base_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("amounts"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "array",
                    )
                ),
                name="price_card_version_amounts_is_array",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThanOrEqual(
                        models.F("created_at"),
                        models.Value(
                            datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            models.DateTimeField(),
                        ),
                    ),
                    django.db.models.lookups.LessThan(
                        models.F("created_at"),
                        models.Value(
                            datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            models.DateTimeField(),
                        ),
                    ),
                ),
                name="price_card_version_times_are_readable",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("weekdays"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "array",
                    )
                ),
                name="price_rule_weekdays_is_array",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("format", ""),
                    models.Q(
                        ("format__regex", LINE),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("format"), 40
                        ),
                    ),
                    _connector="OR",
                ),
                name="price_rule_format_is_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 0), ("position__lte", 200)),
                name="price_rule_position_is_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("starts_before", None), ("starts_from", None)),
                    models.Q(
                        ("starts_before__isnull", False),
                        ("starts_from__isnull", False),
                        ("starts_before__lte", datetime.time(23, 59, 59, 999999)),
                        ("starts_from__lte", datetime.time(23, 59, 59, 999999)),
                    ),
                    _connector="OR",
                ),
                name="price_rule_has_both_times_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_day__gte", datetime.date(1900, 1, 1)),
                    ("first_day__lte", datetime.date(2999, 12, 31)),
                ),
                name="price_rule_first_day_is_readable",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__gte", datetime.date(1900, 1, 1)),
                    ("last_day__lte", datetime.date(2999, 12, 31)),
                ),
                name="price_rule_last_day_is_readable",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_day__lte", models.F("last_day"))), name="price_rule_days_in_order"
            ),
        ),
    ]
