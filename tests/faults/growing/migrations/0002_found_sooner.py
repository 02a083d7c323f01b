from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("growing", "0001_wider")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY booking_found_sooner ON booking (wider)", "DROP INDEX booking_found_sooner"
        )
    ]
