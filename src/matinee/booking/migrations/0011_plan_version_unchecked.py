"""The plan of a booking is that of its seat and its show, whose own checks are enough."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0010_validate_values")]

    operations = [
        migrations.AlterField(
            model_name="booking", name="plan_version", field=models.IntegerField(editable=False)
        ),
    ]
