"""Contact, opening hours, and the version of a venue."""

import django.db.models.functions.text
import django.db.models.lookups
import matinee.core.web_address
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

WEB_ADDRESS = (
    r"^https?://[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff"
    r"\u0020\u00a0@/?#\\]+([/?#][^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufff9-\ufffb\ufffe\uffff\u0020\u00a0]*)?$"
)
"""An address of http or https, without a user name."""


class Migration(migrations.Migration):
    dependencies = [
        ("venues", "0004_demo"),
    ]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="email",
            field=models.TextField(blank=True, db_default="", default="", help_text="For customers."),
        ),
        migrations.AddField(
            model_name="venue",
            name="opening_hours",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text='Of the box office, such as [{"weekday": 1, "opens": "14:00", "closes": "23:30"}].',
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="phone",
            field=models.TextField(blank=True, db_default="", default="", help_text="For customers."),
        ),
        migrations.AddField(
            model_name="venue",
            name="version",
            field=models.IntegerField(
                db_default=1, editable=False, help_text="Grows with each change of the cinema and its terms."
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="website",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="The address of the cinema's own site.",
                validators=[matinee.core.web_address.WebAddressValidator("http", "https")],
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone", ""),
                    models.Q(
                        ("phone__regex", LINE),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("phone"), 50
                        ),
                    ),
                    _connector="OR",
                ),
                name="venue_phone_is_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email", ""),
                    models.Q(
                        ("email__regex", "^[!#-'*+\\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\\-]{3,253}$"),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("email"), 254
                        ),
                    ),
                    _connector="OR",
                ),
                name="venue_email_is_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("website", ""),
                    models.Q(
                        ("website__iregex", WEB_ADDRESS),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("website"), 2000
                        ),
                    ),
                    _connector="OR",
                ),
                name="venue_website_is_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("opening_hours"),
                            function="jsonb_typeof",
                            output_field=models.TextField(),
                        ),
                        "array",
                    )
                ),
                name="venue_opening_hours_is_array",
            ),
        ),
    ]
