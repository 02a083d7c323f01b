from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE booking ADD COLUMN added text NOT NULL DEFAULT ''", "ALTER TABLE booking DROP COLUMN added"
        )
    ]
