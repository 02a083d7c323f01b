"""Name the terms of venues correctly in the plural."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checkout", "0010_currency_is_kept")]

    operations = [
        migrations.AlterModelOptions(name="venueterms", options={"verbose_name_plural": "venue terms"}),
    ]
