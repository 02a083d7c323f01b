from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("next_release", "0001_add_column")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY booking_added ON booking (added)", "DROP INDEX booking_added"
        )
    ]
