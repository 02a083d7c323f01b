"""Tickets."""

import datetime
from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.tickets.codes

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
        ("pricing", "0001_initial"),
        ("shows", "0001_initial"),
        ("venues", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="shows.show"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="venues.seat"
                    ),
                ),
                (
                    "ticket_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="pricing.tickettype",
                    ),
                ),
                ("ticket_type_name", models.TextField(blank=True, help_text="The name at the time of sale.")),
                ("price", models.DecimalField(decimal_places=3, max_digits=12)),
                ("currency", models.TextField()),
                (
                    "version",
                    models.SmallIntegerField(
                        db_default=1,
                        help_text="The version of the signed code; each replacement increases it.",
                    ),
                ),
                ("code", models.TextField(help_text="Signed; in the QR code.", unique=True)),
                (
                    "short_code",
                    models.TextField(
                        default=matinee.tickets.codes.new_short_code,
                        help_text="For typing by hand; stored without dashes.",
                        unique=True,
                    ),
                ),
                (
                    "status",
                    models.TextField(choices=[("VALID", "Valid"), ("VOIDED", "Voided")], db_default="VALID"),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("admitted_at", models.DateTimeField(blank=True, null=True)),
                ("admitted_by_door", models.TextField(blank=True, db_default="")),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "ticket",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "VALID")),
                        fields=("show", "seat"),
                        name="one_valid_ticket_per_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["VALID", "VOIDED"])), name="ticket_status_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0), ("price__lte", Decimal("999999999.999"))),
                        name="ticket_price_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("admitted_at__isnull", True), ("admitted_by_door", "")),
                            models.Q(
                                ("admitted_at__isnull", False),
                                models.Q(("admitted_by_door", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_admission_names_its_door",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True), ("status", "VOIDED"), _connector="OR"
                        ),
                        name="ticket_with_end_is_voided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1), ("version__lte", 32767)),
                        name="ticket_version_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("code"), 1000
                            ),
                        ),
                        name="ticket_code_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ticket_type_name", ""),
                            models.Q(
                                ("ticket_type_name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("ticket_type_name"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_ticket_type_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("admitted_by_door", ""),
                            models.Q(
                                ("admitted_by_door__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("admitted_by_door"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_admitted_by_door_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least(
                                    "created_at", "admitted_at", "voided_at"
                                ),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest(
                                    "created_at", "admitted_at", "voided_at"
                                ),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="ticket_times_are_readable",
                    ),
                ],
            },
        ),
    ]
