"""Moments of the books are in years that Python can read: one `infinity` would end every list it is in."""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThan

FIRST = models.Value(datetime(1900, 1, 1, tzinfo=UTC), models.DateTimeField())
AFTER_LAST = models.Value(datetime(3000, 1, 1, tzinfo=UTC), models.DateTimeField())



class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0012_order_email"),
        ("shows", "0005_times_in_range"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="auditentry",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(models.F("at"), FIRST), LessThan(models.F("at"), AFTER_LAST)), name="audit_entry_times_are_readable"),
        ),
        AddConstraintNotValid(
            model_name="idempotencykey",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(models.F("created_at"), FIRST), LessThan(models.F("created_at"), AFTER_LAST)), name="idempotency_key_times_are_readable"),
        ),
        AddConstraintNotValid(
            model_name="orderemail",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("created_at", "changed_at", "next_attempt_at", "sent_at"), FIRST), LessThan(Greatest("created_at", "changed_at", "next_attempt_at", "sent_at"), AFTER_LAST)), name="order_email_times_are_readable"),
        ),
        AddConstraintNotValid(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("changed_at", "created_at"), FIRST), LessThan(Greatest("changed_at", "created_at"), AFTER_LAST)), name="payment_times_are_readable"),
        ),
        AddConstraintNotValid(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("created_at", "done_at", "settled_at"), FIRST), LessThan(Greatest("created_at", "done_at", "settled_at"), AFTER_LAST)), name="refund_times_are_readable"),
        ),
        AddConstraintNotValid(
            model_name="ticketorder",
            constraint=models.CheckConstraint(condition=models.Q(GreaterThanOrEqual(Least("agreed_at", "created_at", "paid_at"), FIRST), LessThan(Greatest("agreed_at", "created_at", "paid_at"), AFTER_LAST)), name="ticket_order_times_are_readable"),
        ),
    ]
