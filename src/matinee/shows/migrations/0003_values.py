"""Names are single lines; amounts of money have a highest value."""

import django.db.models.functions.text
import django.db.models.lookups
from decimal import Decimal
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import ValidateOrReport, repair_lines

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
    repair_lines(schema_editor, "show", "format", "audio_language", "subtitle_language")
    repair_lines(schema_editor, "ticket_type", "name")


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_values'),
        ('shows', '0002_prices_make_new_edition'),
        ('venues', '0004_values'),
    ]

    operations = [
        migrations.RunPython(repair, migrations.RunPython.noop, elidable=True),
        AddConstraintNotValid(
            model_name='seatsupplement',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', Decimal('-9999999.999')), ('amount__lte', Decimal('9999999.999'))), name='seat_supplement_amount_is_in_range'),
        ),
        AddConstraintNotValid(
            model_name='show',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', Decimal('-9999999.999')), ('price__lte', Decimal('9999999.999'))), name='show_price_is_in_range'),
        ),
        AddConstraintNotValid(
            model_name='show',
            constraint=models.CheckConstraint(condition=models.Q(('format', ''), models.Q(('format__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('format'), 300)), _connector='OR'), name='show_format_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='show',
            constraint=models.CheckConstraint(condition=models.Q(('audio_language', ''), models.Q(('audio_language__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('audio_language'), 300)), _connector='OR'), name='show_audio_language_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='show',
            constraint=models.CheckConstraint(condition=models.Q(('subtitle_language', ''), models.Q(('subtitle_language__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('subtitle_language'), 300)), _connector='OR'), name='show_subtitle_language_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='tickettype',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 300)), name='ticket_type_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='tickettype',
            constraint=models.CheckConstraint(condition=models.Q(('adjustment__gte', Decimal('-9999999.999')), ('adjustment__lte', Decimal('9999999.999'))), name='ticket_type_adjustment_is_in_range'),
        ),
        ValidateOrReport(model_name="seatsupplement", name="seat_supplement_amount_is_in_range"),
        ValidateOrReport(model_name="show", name="show_price_is_in_range"),
        ValidateOrReport(model_name="show", name="show_format_is_one_line"),
        ValidateOrReport(model_name="show", name="show_audio_language_is_one_line"),
        ValidateOrReport(model_name="show", name="show_subtitle_language_is_one_line"),
        ValidateOrReport(model_name="tickettype", name="ticket_type_name_is_one_line"),
        ValidateOrReport(model_name="tickettype", name="ticket_type_adjustment_is_in_range"),
    ]
