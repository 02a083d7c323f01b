"""What tickets say is a single line."""

import django.db.models.functions.text
import django.db.models.lookups
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import repair_lines

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
    repair_lines(schema_editor, "ticket", "ticket_type_name", "admitted_by_door")


class Migration(migrations.Migration):

    dependencies = [
        ('shows', '0003_values'),
        ('tickets', '0002_codes_and_admission'),
        ('venues', '0004_values'),
    ]

    operations = [
        migrations.RunPython(repair, migrations.RunPython.noop, elidable=True),
        AddConstraintNotValid(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('ticket_type_name', ''), models.Q(('ticket_type_name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('ticket_type_name'), 300)), _connector='OR'), name='ticket_ticket_type_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('admitted_by_door', ''), models.Q(('admitted_by_door__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('admitted_by_door'), 300)), _connector='OR'), name='ticket_admitted_by_door_is_one_line'),
        ),
    ]
