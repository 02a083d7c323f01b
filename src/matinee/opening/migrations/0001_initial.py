"""Emails with which staff test the mail server."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailTest',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('language', models.TextField(db_default='en')),
                ('status', models.TextField(choices=[('WAITING', 'Waiting'), ('SENT', 'Sent'), ('FAILED', 'Failed')], db_default='WAITING')),
                ('error', models.TextField(blank=True, db_default='', default='', help_text='Class and code of the error.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'mail_test',
                'constraints': [models.UniqueConstraint(fields=('person',), name='one_mail_test_per_person'), models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'SENT', 'FAILED'])), name='mail_test_status_is_known'), models.CheckConstraint(condition=models.Q(('error', ''), models.Q(('error__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('error'), 300)), _connector='OR'), name='mail_test_error_is_one_line'), models.CheckConstraint(condition=models.Q(('language', ''), models.Q(('language__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('language'), 300)), _connector='OR'), name='mail_test_language_is_one_line'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Least('created_at', 'ended_at'), models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), django.db.models.lookups.LessThan(django.db.models.functions.comparison.Greatest('created_at', 'ended_at'), models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField()))), name='mail_test_times_are_readable')],
            },
        ),
    ]
