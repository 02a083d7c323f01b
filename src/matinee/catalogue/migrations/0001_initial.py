"""Movies."""

import datetime

import django.core.validators
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.core.web_address

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

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Movie",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(
                        help_text="Running time of the feature, credits included.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                    ),
                ),
                ("genre", models.TextField(blank=True, db_default="")),
                (
                    "rating",
                    models.TextField(
                        blank=True, db_default="", help_text="Age rating as published, such as PG-13."
                    ),
                ),
                ("director", models.TextField(blank=True, db_default="")),
                (
                    "release_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1888),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                    ),
                ),
                (
                    "original_language",
                    models.TextField(blank=True, db_default="", help_text="BCP 47, such as en or pt-BR."),
                ),
                (
                    "poster_url",
                    models.TextField(
                        blank=True,
                        db_default="",
                        help_text="An https address of an image; empty for a poster that is drawn from the title.",
                        validators=[matinee.core.web_address.WebAddressValidator("https")],
                    ),
                ),
                (
                    "external_ids",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, help_text='Such as {"imdb": "tt0133093"}.'
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "db_table": "movie",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("title"),
                        models.F("release_year"),
                        name="one_movie_per_title_and_year",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="movie_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duration_minutes__gte", 1), ("duration_minutes__lte", 1440)),
                        name="movie_duration_is_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("poster_url", ""), ("poster_url__istartswith", "https://"), _connector="OR"
                        ),
                        name="movie_poster_is_https",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("title__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("title"), 300
                            ),
                        ),
                        name="movie_title_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("genre", ""),
                            models.Q(
                                ("genre__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("genre"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movie_genre_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating", ""),
                            models.Q(
                                ("rating__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("rating"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movie_rating_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("director", ""),
                            models.Q(
                                ("director__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("director"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movie_director_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("original_language", ""),
                            models.Q(
                                ("original_language__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("original_language"), 300
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movie_original_language_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("poster_url", ""),
                            models.Q(
                                (
                                    "poster_url__iregex",
                                    "^https?://[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0@/?#\\\\]+([/?#][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0]*)?$",
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("poster_url"), 2000
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="movie_poster_url_is_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("release_year__gte", 1888), ("release_year__lte", 2100)),
                        name="movie_release_year_is_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                models.F("created_at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                models.F("created_at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="movie_times_are_readable",
                    ),
                ],
            },
        ),
    ]
