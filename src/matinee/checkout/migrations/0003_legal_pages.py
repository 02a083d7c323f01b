"""The legal pages of the venues."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.core.web_address

KINDS = [
    ("imprint", "Imprint"),
    ("terms", "Terms"),
    ("privacy", "Privacy"),
    ("accessibility", "Accessibility"),
]
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
TEXT = (
    r"^[^\u0001-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    r"\ufffe\uffff]*$"
)
ADDRESS = (
    r"^https?://[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    r"\ufffe\uffff\u0020\u00a0@/?#\\]+([/?#][^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e"
    r"\u2066-\u2069\ufff9-\ufffb\ufffe\uffff\u0020\u00a0]*)?$"
)


class Migration(migrations.Migration):
    dependencies = [("checkout", "0002_database_rules"), ("venues", "0002_plan_editions")]

    operations = [
        migrations.CreateModel(
            name="LegalPage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField(choices=KINDS)),
                (
                    "language",
                    models.TextField(
                        db_default="en",
                        default="en",
                        help_text="BCP 47, such as en or de.",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text=(
                            "Plain text. An empty line starts a paragraph; a line that starts with # is a"
                            " heading."
                        ),
                    ),
                ),
                (
                    "url",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="The address of the page, if it is on another site.",
                        validators=[matinee.core.web_address.WebAddressValidator("http", "https")],
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legal_pages",
                        to="venues.venue",
                    ),
                ),
            ],
            options={
                "db_table": "legal_page",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["venue", "kind", "language"], name="one_legal_page_per_kind_and_language"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
                        name="legal_page_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language__regex", LANGUAGE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("language"), 35
                            ),
                        ),
                        name="legal_page_language_is_a_tag",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), models.Q(("url", ""), _negated=True)),
                            models.Q(models.Q(("text", ""), _negated=True), ("url", "")),
                            _connector="OR",
                        ),
                        name="legal_page_has_a_text_or_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("text__regex", TEXT),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("text"), 100000
                            ),
                        ),
                        name="legal_page_text_is_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            models.Q(
                                ("url__iregex", ADDRESS),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("url"), 2000
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="legal_page_url_is_an_address",
                    ),
                ],
            },
        ),
    ]
