"""The programme."""

import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.shows.models

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
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("venues", "0001_initial"),
        ("pricing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Show",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "movie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shows",
                        to="catalogue.movie",
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shows", to="venues.hall"
                    ),
                ),
                (
                    "plan_version",
                    models.PositiveIntegerField(
                        db_default=1, help_text="The hall plan that this show sells."
                    ),
                ),
                ("starts_at", models.DateTimeField(help_text="As advertised.")),
                ("feature_starts_at", models.DateTimeField(help_text="After advertisements and trailers.")),
                ("ends_at", models.DateTimeField(help_text="End of the credits.")),
                ("hall_free_at", models.DateTimeField(help_text="After cleaning.")),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=3, help_text="In the venue's currency.", max_digits=12
                    ),
                ),
                (
                    "status",
                    models.TextField(
                        choices=[("SCHEDULED", "Scheduled"), ("CANCELLED", "Cancelled")],
                        db_default="SCHEDULED",
                    ),
                ),
                ("sales_open_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sales_close_at", models.DateTimeField()),
                ("format", models.TextField(db_default="2D", help_text="Such as 2D, 3D, IMAX.")),
                (
                    "audio_language",
                    models.TextField(blank=True, db_default="", help_text="BCP 47; empty when unknown."),
                ),
                (
                    "subtitle_language",
                    models.TextField(
                        blank=True, db_default="", help_text="BCP 47; empty when there are none."
                    ),
                ),
            ],
            options={
                "db_table": "show",
                "indexes": [
                    models.Index(fields=["starts_at", "id"], name="show_by_time"),
                    models.Index(fields=["sales_close_at"], name="show_by_end_of_sales"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "hall", "plan_version"), name="show_in_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["SCHEDULED", "CANCELLED"])),
                        name="show_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0)), name="show_price_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__gte", Decimal("-9999999.999")), ("price__lte", Decimal("9999999.999"))
                        ),
                        name="show_price_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("format", ""),
                            models.Q(
                                ("format__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("format"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="show_format_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audio_language", ""),
                            models.Q(
                                ("audio_language__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("audio_language"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="show_audio_language_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subtitle_language", ""),
                            models.Q(
                                ("subtitle_language__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("subtitle_language"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="show_subtitle_language_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__lte", models.F("feature_starts_at")),
                            ("feature_starts_at__lt", models.F("ends_at")),
                            ("ends_at__lte", models.F("hall_free_at")),
                        ),
                        name="show_times_are_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sales_open_at__lt", models.F("sales_close_at"))),
                        name="show_sales_open_before_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "starts_at__gte",
                                datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            ),
                            (
                                "hall_free_at__lt",
                                datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            ),
                            (
                                "sales_open_at__gte",
                                datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            ),
                            (
                                "sales_close_at__lt",
                                datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                            ),
                        ),
                        name="show_times_are_in_range",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "CANCELLED"), _negated=True),
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[
                            (matinee.shows.models.HallAsRange("hall_id"), "&&"),
                            (
                                matinee.shows.models.OccupiedRange(
                                    "starts_at",
                                    "hall_free_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="no_two_shows_overlap_in_a_hall",
                    ),
                ],
            },
        ),
    ]
