"""Orders, their payments, refunds, events and emails."""

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.booking.models

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
        ("tickets", "0001_initial"),
        ("venues", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seller",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("legal_name", models.TextField()),
                ("tax_number", models.TextField(blank=True, db_default="")),
                ("next_receipt_number", models.PositiveBigIntegerField(db_default=1)),
            ],
            options={
                "db_table": "seller",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("legal_name__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("legal_name"), 300
                            ),
                        ),
                        name="seller_legal_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_number", ""),
                            models.Q(
                                ("tax_number__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("tax_number"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seller_tax_number_is_one_line",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VenueTerms",
            fields=[
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="terms",
                        serialize=False,
                        to="venues.venue",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="checkout.seller"
                    ),
                ),
                (
                    "ticket_tax_rate",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=2,
                        help_text="Per cent, included in every price.",
                        max_digits=5,
                    ),
                ),
                (
                    "refundable_until_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Before the show, by the customer; empty for never.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(527040)],
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "venue terms",
                "db_table": "venue_terms",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ticket_tax_rate__gte", Decimal("0")), ("ticket_tax_rate__lte", Decimal("99.99"))
                        ),
                        name="venue_terms_ticket_tax_rate_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refundable_until_minutes__gte", 0), ("refundable_until_minutes__lte", 527040)
                        ),
                        name="venue_terms_refundable_until_minutes_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketOrder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.TextField(unique=True)),
                ("secret", models.TextField(unique=True)),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="shows.show"
                    ),
                ),
                ("hold_id", models.UUIDField(editable=False, help_text="The hold that is being paid for.")),
                ("hold_bits", models.UUIDField(editable=False, help_text="Its random bits (B5).")),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("PAID", "Paid"),
                            ("PARTLY_REFUNDED", "Partly Refunded"),
                            ("REFUNDED", "Refunded"),
                            ("EXPIRED", "Expired"),
                            ("NEEDS_ATTENTION", "Needs Attention"),
                        ],
                        db_default="PENDING",
                    ),
                ),
                ("total", models.DecimalField(decimal_places=3, max_digits=12)),
                ("currency", models.TextField()),
                (
                    "language",
                    models.TextField(db_default="en", help_text="The language of the customer's emails."),
                ),
                ("seller_name", models.TextField(blank=True, db_default="")),
                ("seller_tax_number", models.TextField(blank=True, db_default="")),
                (
                    "seller",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="checkout.seller",
                    ),
                ),
                ("receipt_number", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "agreed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="The first time that Pay was pressed.",
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "ticket_order",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "PENDING")),
                        fields=["agreed_at"],
                        name="open_orders_by_age",
                    ),
                    models.Index(
                        condition=models.Q(("status", "NEEDS_ATTENTION")),
                        fields=["id"],
                        name="order_needs_attention",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "EXPIRED"), _negated=True),
                        fields=("hold_id",),
                        name="one_open_order_per_hold",
                    ),
                    models.UniqueConstraint(
                        fields=("seller", "receipt_number"), name="one_receipt_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0), ("total__lte", Decimal("999999999.999"))),
                        name="order_total_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "PENDING",
                                    "PAID",
                                    "PARTLY_REFUNDED",
                                    "REFUNDED",
                                    "EXPIRED",
                                    "NEEDS_ATTENTION",
                                ],
                            )
                        ),
                        name="order_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(matinee.booking.models.IsHoldOfShow()),
                        name="order_is_of_the_holds_show",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reference__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("reference"), 300
                            ),
                        ),
                        name="ticket_order_reference_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
                        name="order_language_is_a_tag",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="order_currency_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seller_name", ""),
                            models.Q(
                                ("seller_name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("seller_name"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_order_seller_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seller_tax_number", ""),
                            models.Q(
                                ("seller_tax_number__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("seller_tax_number"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_order_seller_tax_number_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least(
                                    "agreed_at", "created_at", "paid_at"
                                ),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest(
                                    "agreed_at", "created_at", "paid_at"
                                ),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="ticket_order_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="customer",
                        serialize=False,
                        to="checkout.ticketorder",
                    ),
                ),
                ("name", models.TextField(blank=True, db_default="")),
                ("email", models.TextField(blank=True, db_default="")),
            ],
            options={
                "db_table": "customer",
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Lower("email"), name="customer_by_mail_address"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name", ""),
                            models.Q(
                                ("name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("name"), 200
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="customer_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", ""),
                            models.Q(
                                (
                                    "email__regex",
                                    "^[!#-'*+\\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\\-]{3,253}$",
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("email"), 254
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="customer_email_is_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="checkout.ticketorder",
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[("ticket", "Ticket"), ("fee", "Fee"), ("product", "Product")],
                        db_default="ticket",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="venues.seat",
                    ),
                ),
                (
                    "ticket_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pricing.tickettype",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_line",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "name",
                    models.TextField(blank=True, db_default="", help_text="The name at the time of sale."),
                ),
                ("net", models.DecimalField(decimal_places=3, max_digits=12)),
                ("tax_rate", models.DecimalField(decimal_places=2, help_text="Per cent.", max_digits=5)),
                ("tax", models.DecimalField(decimal_places=3, max_digits=12)),
                ("gross", models.DecimalField(decimal_places=3, max_digits=12)),
            ],
            options={
                "db_table": "order_line",
                "constraints": [
                    models.UniqueConstraint(fields=("order", "seat"), name="one_line_per_seat"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net"), "+", models.F("tax")
                                ),
                            )
                        ),
                        name="net_and_tax_make_gross",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["ticket", "fee", "product"])),
                        name="line_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name", ""),
                            models.Q(
                                ("name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("name"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="order_line_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_rate__gte", Decimal("0")), ("tax_rate__lte", Decimal("99.99"))
                        ),
                        name="order_line_tax_rate_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="checkout.ticketorder",
                    ),
                ),
                ("provider", models.TextField()),
                (
                    "reference",
                    models.TextField(blank=True, db_default="", help_text="The provider's id of the payment."),
                ),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("BEGUN", "Begun"),
                            ("NEEDS_ACTION", "Needs Action"),
                            ("PENDING", "Pending"),
                            ("AUTHORISED", "Authorised"),
                            ("SETTLED", "Settled"),
                            ("DECLINED", "Declined"),
                            ("CANCELLING", "Cancelling"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        db_default="BEGUN",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, max_digits=12)),
                ("captured", models.DecimalField(db_default=0, decimal_places=3, max_digits=12)),
                (
                    "attempt",
                    models.PositiveSmallIntegerField(
                        db_default=1, help_text="Part of the key of each attempt."
                    ),
                ),
                (
                    "next_action",
                    models.JSONField(
                        blank=True, help_text="The next step in the browser.", null=True
                    ),
                ),
                (
                    "client",
                    models.BigIntegerField(
                        editable=False,
                        help_text="Digest of the last client, while declines are counted.",
                        null=True,
                    ),
                ),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "payment",
                "indexes": [
                    models.Index(
                        condition=models.Q(("client__isnull", False)),
                        fields=["client", "changed_at"],
                        name="payment_by_client",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("provider", "reference"),
                        name="one_payment_per_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "BEGUN",
                                    "NEEDS_ACTION",
                                    "PENDING",
                                    "AUTHORISED",
                                    "SETTLED",
                                    "DECLINED",
                                    "CANCELLING",
                                    "CANCELLED",
                                ],
                            )
                        ),
                        name="payment_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lte", Decimal("999999999.999")),
                            ("captured__gte", 0),
                            ("captured__lte", models.F("amount")),
                        ),
                        name="captured_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least("changed_at", "created_at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest("changed_at", "created_at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="payment_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="checkout.payment",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "status",
                    models.TextField(
                        choices=[("QUEUED", "Queued"), ("DONE", "Done"), ("REFUSED", "Refused")],
                        db_default="QUEUED",
                    ),
                ),
                ("reason", models.TextField(blank=True, db_default="")),
                (
                    "message",
                    models.TextField(blank=True, db_default="", help_text="The provider's reason for refusing."),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_how",
                    models.TextField(
                        blank=True, db_default="", help_text="How a person paid the refund."
                    ),
                ),
            ],
            options={
                "db_table": "refund",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("settled_at__isnull", True), models.Q(("status", "DONE"), _negated=True)
                        ),
                        fields=["payment"],
                        name="open_refund",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lte", Decimal("999999999.999"))),
                        name="refund_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["QUEUED", "DONE", "REFUSED"])),
                        name="refund_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_how", ""),
                            models.Q(
                                ("settled_how__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("settled_how"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="refund_settled_how_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_how", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("status", "REFUSED"),
                                models.Q(("settled_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="settled_refund_was_refused_and_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least(
                                    "created_at", "done_at", "settled_at"
                                ),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest(
                                    "created_at", "done_at", "settled_at"
                                ),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="refund_times_are_readable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="checkout.ticketorder",
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "actor",
                    models.TextField(
                        help_text="`customer`, `provider`, `system`, `staff:` and an account's id, `operator:` and a login."
                    ),
                ),
                ("type", models.TextField(help_text="One of those in `emails.kinds`.")),
                (
                    "facts",
                    models.JSONField(
                        db_default={}, default=dict, help_text="Ids and amounts, nothing personal."
                    ),
                ),
            ],
            options={
                "db_table": "order_event",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                models.F("at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                models.F("at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="order_event_times_are_readable",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("key_digest", models.BinaryField(primary_key=True, serialize=False)),
                ("request_digest", models.BinaryField()),
                (
                    "order",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="checkout.ticketorder"
                    ),
                ),
                ("completed", models.BooleanField(db_default=False)),
                (
                    "decline_code",
                    models.TextField(
                        blank=True, db_default="", help_text="If the response was a declined payment."
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "idempotency_key",
                "indexes": [models.Index(fields=["created_at"], name="idempotency_key_by_age")],
                "constraints": [
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
                        name="idempotency_key_times_are_readable",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderEmail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emails",
                        to="checkout.ticketorder",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        help_text="The reported event.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="email",
                        to="checkout.orderevent",
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("tickets", "Tickets"),
                            ("link", "Link"),
                            ("refund", "Refund"),
                            ("refund_refused", "Refund Refused"),
                            ("refund_settled", "Refund Settled"),
                            ("show_cancelled", "Show Cancelled"),
                            ("show_moved", "Show Moved"),
                            ("capture_failed", "Capture Failed"),
                            ("not_completed", "Not Completed"),
                            ("payment_returned", "Payment Returned"),
                            ("needs_attention", "Needs Attention"),
                        ]
                    ),
                ),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("WAITING", "Waiting"),
                            ("SENT", "Sent"),
                            ("FAILED", "Failed"),
                            ("NOT_NEEDED", "Not Needed"),
                        ],
                        db_default="WAITING",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(db_default=0)),
                (
                    "error",
                    models.TextField(
                        blank=True, db_default="", help_text="Class and code of the last failure."
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="The time of the last attempt.",
                    ),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        blank=True,
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="During sending: the end of the claim.",
                        null=True,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "order_email",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["WAITING", "FAILED"])),
                        fields=["next_attempt_at"],
                        name="unsent_emails_by_attempt",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "tickets",
                                    "link",
                                    "refund",
                                    "refund_refused",
                                    "refund_settled",
                                    "show_cancelled",
                                    "show_moved",
                                    "capture_failed",
                                    "not_completed",
                                    "payment_returned",
                                    "needs_attention",
                                ],
                            )
                        ),
                        name="email_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["WAITING", "SENT", "FAILED", "NOT_NEEDED"])),
                        name="email_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_attempt_at__isnull", False), ("status", "WAITING")),
                            models.Q(
                                models.Q(("status", "WAITING"), _negated=True),
                                ("next_attempt_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="waiting_email_has_its_next_attempt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("status", "SENT")),
                            models.Q(models.Q(("status", "SENT"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="sent_email_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least(
                                    "created_at", "changed_at", "next_attempt_at", "sent_at"
                                ),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest(
                                    "created_at", "changed_at", "next_attempt_at", "sent_at"
                                ),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="order_email_times_are_readable",
                    ),
                ],
            },
        ),
    ]
