"""Rows from before there were rules are held against them; nobody who sells has to wait for that."""

from django.db import migrations

from matinee.core.migrating import ValidateOrReport


class Migration(migrations.Migration):
    dependencies = [("checkout", "0008_values")]

    operations = [
        ValidateOrReport(model_name="customer", name="customer_name_is_one_line"),
        ValidateOrReport(model_name="customer", name="customer_email_is_an_address"),
        ValidateOrReport(model_name="orderline", name="order_line_name_is_one_line"),
        ValidateOrReport(model_name="orderline", name="order_line_tax_rate_is_in_range"),
        ValidateOrReport(model_name="seller", name="seller_legal_name_is_one_line"),
        ValidateOrReport(model_name="seller", name="seller_tax_number_is_one_line"),
        ValidateOrReport(model_name="ticketorder", name="ticket_order_seller_name_is_one_line"),
        ValidateOrReport(model_name="ticketorder", name="ticket_order_seller_tax_number_is_one_line"),
        ValidateOrReport(model_name="venueterms", name="venue_terms_ticket_tax_rate_is_in_range"),
        ValidateOrReport(model_name="venueterms", name="venue_terms_refundable_until_minutes_is_in_range"),
        ValidateOrReport(model_name="refund", name="refund_settled_how_is_one_line"),
    ]
