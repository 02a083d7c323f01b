"""The ledgers of the demo provider and of cash."""

import datetime
from decimal import Decimal

import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DemoPayment",
            fields=[
                ("reference", models.TextField(primary_key=True, serialize=False)),
                ("begin_key", models.TextField(unique=True)),
                ("order", models.TextField()),
                ("amount", models.DecimalField(decimal_places=3, max_digits=12)),
                ("currency", models.TextField()),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("UNPAID", "Unpaid"),
                            ("CHALLENGED", "Challenged"),
                            ("PROCESSING", "Processing"),
                            ("RESERVED", "Reserved"),
                            ("TAKEN", "Taken"),
                            ("DECLINED", "Declined"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        db_default="UNPAID",
                    ),
                ),
                ("captured", models.DecimalField(db_default=0, decimal_places=3, max_digits=12)),
                ("refunded", models.DecimalField(db_default=0, decimal_places=3, max_digits=12)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("card", models.TextField(blank=True, db_default="")),
                ("decline_code", models.TextField(blank=True, db_default="")),
                ("decided_at", models.DateTimeField(help_text="When a delayed result becomes known.", null=True)),
            ],
            options={
                "db_table": "demo_payment",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "UNPAID",
                                    "CHALLENGED",
                                    "PROCESSING",
                                    "RESERVED",
                                    "TAKEN",
                                    "DECLINED",
                                    "CANCELLED",
                                ],
                            )
                        ),
                        name="demopayment_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lte", Decimal("999999999.999")),
                            ("captured__gte", 0),
                            ("captured__lte", models.F("amount")),
                        ),
                        name="demopayment_takes_no_more_than_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("captured"))),
                        name="demopayment_returns_no_more_than_taken",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least("created_at", "decided_at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest("created_at", "decided_at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="demo_payment_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CashPayment",
            fields=[
                ("reference", models.TextField(primary_key=True, serialize=False)),
                ("begin_key", models.TextField(unique=True)),
                ("order", models.TextField()),
                ("amount", models.DecimalField(decimal_places=3, max_digits=12)),
                ("currency", models.TextField()),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("UNPAID", "Unpaid"),
                            ("CHALLENGED", "Challenged"),
                            ("PROCESSING", "Processing"),
                            ("RESERVED", "Reserved"),
                            ("TAKEN", "Taken"),
                            ("DECLINED", "Declined"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        db_default="UNPAID",
                    ),
                ),
                ("captured", models.DecimalField(db_default=0, decimal_places=3, max_digits=12)),
                ("refunded", models.DecimalField(db_default=0, decimal_places=3, max_digits=12)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "cash_payment",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "UNPAID",
                                    "CHALLENGED",
                                    "PROCESSING",
                                    "RESERVED",
                                    "TAKEN",
                                    "DECLINED",
                                    "CANCELLED",
                                ],
                            )
                        ),
                        name="cashpayment_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lte", Decimal("999999999.999")),
                            ("captured__gte", 0),
                            ("captured__lte", models.F("amount")),
                        ),
                        name="cashpayment_takes_no_more_than_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("captured"))),
                        name="cashpayment_returns_no_more_than_taken",
                    ),
                    models.CheckConstraint(
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
                        name="cash_payment_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.TextField()),
                ("key", models.TextField()),
                ("request", models.TextField()),
                ("result", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "ledger_result",
                "constraints": [
                    models.UniqueConstraint(fields=("reference", "key"), name="one_result_per_key")
                ],
            },
        ),
    ]
