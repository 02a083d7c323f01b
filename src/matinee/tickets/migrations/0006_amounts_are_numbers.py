"""No amount is NaN, which PostgreSQL takes for more than any number."""

import django.db.models.lookups
from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("shows", "0005_times_in_range"),
        ("tickets", "0005_readable_times"),
        ("venues", "0006_day_starts_in_the_day"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ticket",
            name="ticket_price_is_not_negative",
        ),
        AddConstraintNotValid(
            model_name="ticket",
            constraint=models.CheckConstraint(condition=models.Q(("price__gte", 0), ("price__lte", Decimal("999999999.999"))), name="ticket_price_is_not_negative"),
        ),
        AddConstraintNotValid(
            model_name="ticket",
            constraint=models.CheckConstraint(condition=models.Q(("code__regex", "^[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u202f\\u205f-\\u2065\\u206a-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\U000e0000-\\U000e0fff][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*$"), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length("code"), 1000)), name="ticket_code_is_one_line"),
        ),
    ]
