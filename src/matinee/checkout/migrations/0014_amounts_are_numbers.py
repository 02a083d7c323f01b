"""No amount is NaN, which PostgreSQL takes for more than any number."""

import django.db.models.lookups
from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("checkout", "0013_readable_times"),
        ("shows", "0005_times_in_range"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="payment",
            name="captured_fits",
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refund_is_positive",
        ),
        migrations.RemoveConstraint(
            model_name="ticketorder",
            name="order_total_is_not_negative",
        ),
        AddConstraintNotValid(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__lte", Decimal("999999999.999")), ("captured__gte", 0), ("captured__lte", models.F("amount"))), name="captured_fits"),
        ),
        AddConstraintNotValid(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0), ("amount__lte", Decimal("999999999.999"))), name="refund_is_positive"),
        ),
        AddConstraintNotValid(
            model_name="ticketorder",
            constraint=models.CheckConstraint(condition=models.Q(("total__gte", 0), ("total__lte", Decimal("999999999.999"))), name="order_total_is_not_negative"),
        ),
        AddConstraintNotValid(
            model_name="ticketorder",
            constraint=models.CheckConstraint(condition=models.Q(("reference__regex", "^[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u202f\\u205f-\\u2065\\u206a-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\U000e0000-\\U000e0fff][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*$"), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("reference"), 300)), name="ticket_order_reference_is_one_line"),
        ),
        AddConstraintNotValid(
            model_name="ticketorder",
            constraint=models.CheckConstraint(condition=models.Q(("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")), name="order_language_is_a_tag"),
        ),
        AddConstraintNotValid(
            model_name="ticketorder",
            constraint=models.CheckConstraint(condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="order_currency_is_a_code"),
        ),
    ]
