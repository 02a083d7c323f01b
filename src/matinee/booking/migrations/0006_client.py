"""Who holds seats, as a keyed digest, so that seats per client can be limited (decision 0022)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0005_booking_archive'),
        ('shows', '0001_initial'),
        ('venues', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE booking_archive ADD COLUMN client bigint", "ALTER TABLE booking_archive DROP COLUMN client"
        ),
        migrations.AddField(
            model_name='booking',
            name='client',
            field=models.BigIntegerField(blank=True, help_text='A keyed digest of who holds it, while seats per client are limited.', null=True),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('client__isnull', False), ('status', 'LOCKED')), fields=['client'], name='booking_held_by_client'),
        ),
    ]
