"""Bookings and the idempotency keys of holds."""

import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
from django.db import migrations, models

import matinee.booking.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shows", "0001_initial"),
        ("venues", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "show",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="shows.show",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="venues.seat",
                    ),
                ),
                ("status", models.TextField(choices=[("LOCKED", "Locked"), ("BOOKED", "Booked")])),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("hall_id", models.BigIntegerField(editable=False)),
                ("plan_version", models.IntegerField(editable=False)),
                (
                    "hold_id",
                    models.UUIDField(
                        blank=True,
                        help_text="Half of the hold's bits, and its show (B15); none for plain SQL.",
                        null=True,
                    ),
                ),
                (
                    "hold_bits",
                    models.UUIDField(blank=True, help_text="The random bits of the hold (B5).", null=True),
                ),
                (
                    "hold_started_at",
                    models.DateTimeField(
                        blank=True, help_text="The first lock of the whole hold (B6).", null=True
                    ),
                ),
                (
                    "frozen",
                    models.BooleanField(
                        db_default=False, help_text="Being paid for: only payment may change the row."
                    ),
                ),
                (
                    "frozen_at",
                    models.DateTimeField(
                        blank=True, help_text="The first time that Pay was pressed (B13).", null=True
                    ),
                ),
                ("extensions", models.PositiveSmallIntegerField(db_default=0)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("web", "Web"),
                            ("counter", "Counter"),
                            ("reservation", "Reservation"),
                            ("house", "House"),
                            ("lease", "Lease"),
                        ],
                        db_default="web",
                    ),
                ),
                (
                    "client",
                    models.BigIntegerField(
                        blank=True,
                        help_text="A keyed digest of the client, while seats per client are limited.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "booking",
                "indexes": [
                    models.Index(fields=["hold_id"], name="booking_by_hold"),
                    models.Index(
                        condition=models.Q(("client__isnull", False), ("status", "LOCKED")),
                        fields=["client"],
                        name="booking_held_by_client",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("show", "seat"), name="unique_seat_per_show"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["LOCKED", "BOOKED"])),
                        name="booking_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["web", "counter", "reservation", "house", "lease"])),
                        name="booking_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "LOCKED"), _negated=True),
                            ("locked_until__isnull", False),
                            _connector="OR",
                        ),
                        name="locked_has_locked_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hold_bits__isnull", True), ("hold_id__isnull", True)),
                            models.Q(
                                models.Q(matinee.booking.models.IsHoldOfShow()),
                                ("hold_bits__isnull", False),
                                ("hold_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="hold_has_one_show",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least(
                                    "locked_until", "hold_started_at", "frozen_at", "created_at"
                                ),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest(
                                    "locked_until", "hold_started_at", "frozen_at", "created_at"
                                ),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="booking_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldKey",
            fields=[
                ("key_digest", models.BinaryField(primary_key=True, serialize=False)),
                ("show_id", models.BigIntegerField()),
                (
                    "seats_digest",
                    models.BinaryField(help_text="Of the first seats, and of the hold that they joined."),
                ),
                ("hold_id", models.UUIDField()),
                ("hold_bits", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "hold_key",
            },
        ),
    ]
