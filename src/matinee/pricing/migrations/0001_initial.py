"""Ticket types and supplements."""

from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
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
    initial = True

    dependencies = [
        ("venues", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketType",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticket_types",
                        to="venues.venue",
                    ),
                ),
                ("name", models.TextField()),
                (
                    "adjustment",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=3,
                        help_text="Added to the price; may be negative.",
                        max_digits=12,
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(db_default=0, help_text="The lowest is the default."),
                ),
            ],
            options={
                "db_table": "ticket_type",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("venue", "name"), name="one_ticket_type_per_name_in_venue"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("name"), 300
                            ),
                        ),
                        name="ticket_type_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adjustment__gte", Decimal("-9999999.999")),
                            ("adjustment__lte", Decimal("9999999.999")),
                        ),
                        name="ticket_type_adjustment_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatSupplement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_supplements",
                        to="venues.venue",
                    ),
                ),
                (
                    "seat_type",
                    models.TextField(
                        choices=[
                            ("standard", "Standard"),
                            ("premium", "Premium"),
                            ("wheelchair", "Wheelchair"),
                            ("companion", "Companion"),
                            ("sofa", "Sofa"),
                        ]
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, max_digits=12)),
            ],
            options={
                "db_table": "seat_supplement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("venue", "seat_type"), name="one_supplement_per_seat_type_in_venue"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat_type__in", ["standard", "premium", "wheelchair", "companion", "sofa"])
                        ),
                        name="supplement_seat_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", Decimal("-9999999.999")), ("amount__lte", Decimal("9999999.999"))
                        ),
                        name="seat_supplement_amount_is_in_range",
                    ),
                ],
            },
        ),
    ]
