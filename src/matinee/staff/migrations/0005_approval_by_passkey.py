"""Approvals by passkey: a challenge of this kind is for one action."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0004_passkeys_devices_approvals'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='passkeychallenge',
            name='passkey_challenge_has_its_person',
        ),
        migrations.AddField(
            model_name='passkeychallenge',
            name='action',
            field=models.BinaryField(help_text='SHA-256 of what is approved, as in `approval`.', null=True),
        ),
        migrations.AlterField(
            model_name='passkeychallenge',
            name='ceremony',
            field=models.TextField(choices=[('registration', 'Registration'), ('sign-in', 'Sign In'), ('second-factor', 'Second Factor'), ('approval', 'Approval')]),
        ),
        migrations.AddConstraint(
            model_name='passkeychallenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ceremony', 'sign-in'), ('user', None)), models.Q(('ceremony__in', ['registration', 'second-factor', 'approval']), ('user__isnull', False)), _connector='OR'), name='passkey_challenge_has_its_person'),
        ),
        migrations.AddConstraint(
            model_name='passkeychallenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('ceremony', 'approval')), models.Q(models.Q(('ceremony', 'approval'), _negated=True), ('action', None)), _connector='OR'), name='passkey_challenge_has_its_action'),
        ),
    ]
