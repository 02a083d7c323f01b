"""Details of films: synopsis, cast, trailer, languages, ratings by country, translations."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.core.web_address


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="movie",
            name="audio_description",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text='Languages that the film is described in for blind people (BCP 47), such as ["de"].',
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="captions",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text='Languages of captions for deaf people (BCP 47), such as ["de"].',
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="cast",
            field=models.JSONField(
                blank=True,
                db_column="cast_names",
                db_default=[],
                default=list,
                help_text='Names, the leading parts first, such as ["Audrey Tautou"].',
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="original_title",
            field=models.TextField(
                blank=True, db_default="", help_text="In the original language; empty where it is the title."
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="ratings",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='Age ratings by ISO 3166 country, as published there, such as {"DE": "12", "US": "PG-13"}.',
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="synopsis",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="movie",
            name="trailer_url",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="An https address of a page or a video.",
                validators=[matinee.core.web_address.WebAddressValidator("https")],
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="translations",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text='Title, synopsis and genre by language, such as {"de": {"title": "Oben"}}.',
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("original_title", ""),
                    models.Q(
                        (
                            "original_title__regex",
                            "^[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u202f\\u205f-\\u2065\\u206a-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\U000e0000-\\U000e0fff][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*$",
                        ),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("original_title"), 300
                        ),
                    ),
                    _connector="OR",
                ),
                name="movie_original_title_is_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "synopsis__regex",
                        "^[^\\u0001-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff]*$",
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("synopsis"), 5000
                    ),
                ),
                name="movie_synopsis_is_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trailer_url", ""), ("trailer_url__istartswith", "https://"), _connector="OR"
                ),
                name="movie_trailer_is_https",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trailer_url", ""),
                    models.Q(
                        (
                            "trailer_url__iregex",
                            "^https?://[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0@/?#\\\\]+([/?#][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0]*)?$",
                        ),
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("trailer_url"), 2000
                        ),
                    ),
                    _connector="OR",
                ),
                name="movie_trailer_url_is_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("cast"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "array",
                    )
                ),
                name="movie_cast_is_array",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("audio_description"),
                            function="jsonb_typeof",
                            output_field=models.TextField(),
                        ),
                        "array",
                    )
                ),
                name="movie_audio_description_is_array",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("captions"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "array",
                    )
                ),
                name="movie_captions_is_array",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("ratings"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "object",
                    )
                ),
                name="movie_ratings_is_object",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("translations"), function="jsonb_typeof", output_field=models.TextField()
                        ),
                        "object",
                    )
                ),
                name="movie_translations_is_object",
            ),
        ),
    ]
