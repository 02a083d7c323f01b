"""Marks the cinemas of the demo, which can be removed with everything sold there."""

from django.db import migrations, models


MARK_EXISTING = """
UPDATE venue SET demo = true
WHERE (name, city) IN (('Filmtheater Lindenhof', 'Berlin'), ('The Harbor Light', 'New York'))
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_countries_and_names")]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="demo",
            field=models.BooleanField(
                db_default=False,
                editable=False,
                help_text="Made by the demo: `matinee demo --remove` deletes it with everything sold there.",
            ),
        ),
        migrations.RunSQL(MARK_EXISTING, migrations.RunSQL.noop),
    ]
