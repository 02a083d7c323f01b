"""Members of staff."""

import datetime

import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
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


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="mail address")),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "db_table": "staff_user",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_user_per_mail_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", ""),
                            models.Q(
                                (
                                    "email__regex",
                                    "^[!#-'*+\\-./0-9=?A-Z^_`a-z{|}~]{1,64}@[a-z0-9.\\-]{3,253}$",
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("email"), 254
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="staff_user_email_is_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_name", ""),
                            models.Q(
                                ("first_name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("first_name"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="staff_user_first_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_name", ""),
                            models.Q(
                                ("last_name__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("last_name"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="staff_user_last_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.comparison.Least("last_login", "date_joined"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                django.db.models.functions.comparison.Greatest("last_login", "date_joined"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="staff_user_times_are_readable",
                    ),
                ],
            },
        ),
    ]
