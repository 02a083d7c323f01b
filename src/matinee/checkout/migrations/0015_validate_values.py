"""Look at the rows that were there before, while everybody goes on writing."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("checkout", "0014_amounts_are_numbers")]

    operations = [
        ValidateOrReport(model_name="auditentry", name="audit_entry_times_are_readable"),
        ValidateOrReport(model_name="idempotencykey", name="idempotency_key_times_are_readable"),
        ValidateOrReport(model_name="orderemail", name="order_email_times_are_readable"),
        ValidateOrReport(model_name="payment", name="payment_times_are_readable"),
        ValidateOrReport(model_name="refund", name="refund_times_are_readable"),
        ValidateOrReport(model_name="ticketorder", name="ticket_order_times_are_readable"),
        ValidateOrReport(model_name="payment", name="captured_fits"),
        ValidateOrReport(model_name="refund", name="refund_is_positive"),
        ValidateOrReport(model_name="ticketorder", name="order_total_is_not_negative"),
        ValidateOrReport(model_name="ticketorder", name="ticket_order_reference_is_one_line"),
        ValidateOrReport(model_name="ticketorder", name="order_language_is_a_tag"),
        ValidateOrReport(model_name="ticketorder", name="order_currency_is_a_code"),
    ]
