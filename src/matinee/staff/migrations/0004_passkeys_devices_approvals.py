"""Passkeys, tills and scanners, and approvals."""

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

    dependencies = [
        ('staff', '0003_setup_link'),
        ('venues', '0004_demo'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApprovalPin',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='approval_pin', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('pin', models.TextField(help_text='A hash, as of a password.')),
                ('tries', models.SmallIntegerField(db_default=0, help_text='Since the last correct one.')),
                ('set_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'approval_pin',
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__gte', 0), ('tries__lte', 5)), name='approval_pin_tries_is_in_range'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(models.F('set_at'), models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), django.db.models.lookups.LessThan(models.F('set_at'), models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField()))), name='approval_pin_times_are_readable')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('till', 'Till'), ('door', 'Door')])),
                ('name', models.CharField(blank=True, help_text='Empty until it is paired.', max_length=100)),
                ('all_halls', models.BooleanField(db_default=False, help_text='Of the venue, also later ones. Otherwise those of `halls` alone.')),
                ('code_digest', models.BinaryField(help_text='Keyed; null once it is used.', null=True, unique=True)),
                ('code_expires_at', models.DateTimeField(null=True)),
                ('token_digest', models.BinaryField(help_text='SHA-256; null until it is paired.', null=True, unique=True)),
                ('check_number', models.TextField(blank=True, db_default='', help_text='Four digits that both screens show after pairing.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('paired_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(help_text='When a person compared the numbers.', null=True)),
                ('last_seen_at', models.DateTimeField(help_text='To the minute.', null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(help_text='Empty: a command.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='venues.venue')),
            ],
            options={
                'db_table': 'device',
            },
        ),
        migrations.CreateModel(
            name='DeviceHall',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.device')),
                ('hall', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='venues.hall')),
            ],
            options={
                'db_table': 'device_hall',
            },
        ),
        migrations.AddField(
            model_name='device',
            name='halls',
            field=models.ManyToManyField(related_name='+', through='staff.DeviceHall', to='venues.hall'),
        ),
        migrations.CreateModel(
            name='PasskeyChallenge',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('challenge', models.BinaryField(unique=True)),
                ('ceremony', models.TextField(choices=[('registration', 'Registration'), ('sign-in', 'Sign In'), ('second-factor', 'Second Factor')])),
                ('browser', models.BinaryField(help_text="SHA-256 of the secret in the browser's CSRF cookie.")),
                ('expires_at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'passkey_challenge',
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.BinaryField(help_text='SHA-256 of the token.', unique=True)),
                ('action', models.BinaryField(help_text='SHA-256 of what is approved, with the person who does it.')),
                ('permission', models.TextField(help_text='The one that the person lacks.')),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='venues.venue')),
            ],
            options={
                'db_table': 'approval',
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('approver')), _negated=True), name='approval_is_by_another_person'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Least('expires_at', 'used_at'), models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), django.db.models.lookups.LessThan(django.db.models.functions.comparison.Greatest('expires_at', 'used_at'), models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField()))), name='approval_times_are_readable')],
            },
        ),
        migrations.AddConstraint(
            model_name='devicehall',
            constraint=models.UniqueConstraint(fields=('device', 'hall'), name='one_row_per_device_and_hall'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['till', 'door'])), name='device_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paired_at', None), ('token_digest', None)), models.Q(('code_digest', None), ('paired_at__isnull', False), ('token_digest__isnull', False)), _connector='OR'), name='device_has_a_code_or_a_token'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), models.Q(('name__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 100)), _connector='OR'), name='device_name_is_one_line'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Least('code_expires_at', 'created_at', 'paired_at', 'confirmed_at', 'last_seen_at', 'revoked_at'), models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), django.db.models.lookups.LessThan(django.db.models.functions.comparison.Greatest('code_expires_at', 'created_at', 'paired_at', 'confirmed_at', 'last_seen_at', 'revoked_at'), models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField()))), name='device_times_are_readable'),
        ),
        migrations.AddConstraint(
            model_name='passkeychallenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ceremony', 'sign-in'), ('user', None)), models.Q(('ceremony__in', ['registration', 'second-factor']), ('user__isnull', False)), _connector='OR'), name='passkey_challenge_has_its_person'),
        ),
        migrations.AddConstraint(
            model_name='passkeychallenge',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(models.F('expires_at'), models.Value(datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), django.db.models.lookups.LessThan(models.F('expires_at'), models.Value(datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField()))), name='passkey_challenge_times_are_readable'),
        ),
    ]
