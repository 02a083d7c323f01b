"""Names are single lines, email addresses have one form, tax rates and times a range."""

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import repair_addresses, repair_lines

LINE = (
    r"^[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a"
    r"-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]*"
    r"[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-"
    r"\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff\u0020\u00a0\u00ad"
    r"\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-"
    r"\u200f\u202f\u205f-\u2065\u206a-\u206f\u2800\u3000\u3164\ufe00"
    r"-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff][^\u0001-"
    r"\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufff9-\ufffb\ufffe\uffff]*$"
)


def repair(apps, schema_editor):
    repair_lines(schema_editor, "seller", "legal_name", "tax_number")
    repair_lines(schema_editor, "ticket_order", "seller_name", "seller_tax_number")
    repair_lines(schema_editor, "customer", "name")
    repair_lines(schema_editor, "order_line", "name")
    repair_lines(schema_editor, "refund", "settled_how")
    repair_addresses(schema_editor, "customer", "order_id")


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0007_order_of_the_holds_show'),
        ('shows', '0003_values'),
        ('tickets', '0003_values'),
        ('venues', '0004_values'),
    ]

    operations = [
        migrations.RunPython(repair, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='venueterms',
            name='refundable_until_minutes',
            field=models.PositiveIntegerField(blank=True, help_text='Before the show, by the customer; empty for never.', null=True, validators=[django.core.validators.MaxValueValidator(527040)]),
        ),
        AddConstraintNotValid(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), models.Q(('name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 200)), _connector='OR'), name='customer_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), models.Q(('email__regex', "^[!#-'*+\\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\\-]{3,253}$"), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('email'), 254)), _connector='OR'), name='customer_email_is_an_address'),
        ),
        AddConstraintNotValid(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), models.Q(('name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 300)), _connector='OR'), name='order_line_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('tax_rate__gte', Decimal('0')), ('tax_rate__lte', Decimal('99.99'))), name='order_line_tax_rate_is_in_range'),
        ),
        AddConstraintNotValid(
            model_name='seller',
            constraint=models.CheckConstraint(condition=models.Q(('legal_name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('legal_name'), 300)), name='seller_legal_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='seller',
            constraint=models.CheckConstraint(condition=models.Q(('tax_number', ''), models.Q(('tax_number__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('tax_number'), 300)), _connector='OR'), name='seller_tax_number_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='ticketorder',
            constraint=models.CheckConstraint(condition=models.Q(('seller_name', ''), models.Q(('seller_name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('seller_name'), 300)), _connector='OR'), name='ticket_order_seller_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='ticketorder',
            constraint=models.CheckConstraint(condition=models.Q(('seller_tax_number', ''), models.Q(('seller_tax_number__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('seller_tax_number'), 300)), _connector='OR'), name='ticket_order_seller_tax_number_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='venueterms',
            constraint=models.CheckConstraint(condition=models.Q(('ticket_tax_rate__gte', Decimal('0')), ('ticket_tax_rate__lte', Decimal('99.99'))), name='venue_terms_ticket_tax_rate_is_in_range'),
        ),
        AddConstraintNotValid(
            model_name='venueterms',
            constraint=models.CheckConstraint(condition=models.Q(('refundable_until_minutes__gte', 0), ('refundable_until_minutes__lte', 527040)), name='venue_terms_refundable_until_minutes_is_in_range'),
        ),
        AddConstraintNotValid(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('settled_how', ''), models.Q(('settled_how__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('settled_how'), 300)), _connector='OR'), name='refund_settled_how_is_one_line'),
        ),
    ]
