"""The actor of an event may be a program. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkout", "0005_former_address_valid")]

    operations = [
        migrations.AlterField(
            "orderevent",
            "actor",
            models.TextField(
                help_text="`customer`, `provider`, `system`, `staff:` and a person's id, `key:` and the id of a"
                " program's key, `operator:` and a login."
            ),
        ),
    ]
