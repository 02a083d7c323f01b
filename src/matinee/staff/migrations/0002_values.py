"""Names of staff are single lines; their email addresses have one form."""

import django.db.models.functions.text
import django.db.models.lookups
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import ValidateOrReport, repair_addresses, repair_lines

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
    repair_lines(schema_editor, "staff_user", "first_name", "last_name")
    repair_addresses(schema_editor, "staff_user", "id")


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('staff', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(repair, migrations.RunPython.noop, elidable=True),
        AddConstraintNotValid(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), models.Q(('email__regex', "^[!#-'*+\\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\\-]{3,253}$"), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('email'), 254)), _connector='OR'), name='staff_user_email_is_an_address'),
        ),
        AddConstraintNotValid(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('first_name', ''), models.Q(('first_name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('first_name'), 300)), _connector='OR'), name='staff_user_first_name_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('last_name', ''), models.Q(('last_name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('last_name'), 300)), _connector='OR'), name='staff_user_last_name_is_one_line'),
        ),
        ValidateOrReport(model_name="user", name="staff_user_email_is_an_address"),
        ValidateOrReport(model_name="user", name="staff_user_first_name_is_one_line"),
        ValidateOrReport(model_name="user", name="staff_user_last_name_is_one_line"),
    ]
