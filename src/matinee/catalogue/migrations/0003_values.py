"""Texts of films are single lines, posters have addresses, years are those of films."""

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
import matinee.core.web_address
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from matinee.core.migrating import ValidateOrReport, repair_lines

LINE = (
    r"^[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a"
    r"-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]*"
    r"[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-"
    r"\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff\u0020\u00a0\u00ad"
    r"\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-"
    r"\u200f\u202f\u205f-\u2065\u206a-\u206f\u2800\u3000\u3164\ufe00"
    r"-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff][^\u0001-"
    r"\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufff9-\ufffb\ufffe\uffff]*$"
)


def repair(apps, schema_editor):
    repair_lines(schema_editor, "movie", "title", "genre", "rating", "director", "original_language")


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_poster_url'),
    ]

    operations = [
        migrations.RunPython(repair, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='movie',
            name='duration_minutes',
            field=models.PositiveSmallIntegerField(help_text='Running time of the feature, credits included.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)]),
        ),
        migrations.AlterField(
            model_name='movie',
            name='poster_url',
            field=models.TextField(blank=True, db_default='', help_text='An https address of an image; empty for a poster that is drawn from the title.', validators=[matinee.core.web_address.WebAddressValidator('https')]),
        ),
        migrations.AlterField(
            model_name='movie',
            name='release_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1888), django.core.validators.MaxValueValidator(2100)]),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('title__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 300)), name='movie_title_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('genre', ''), models.Q(('genre__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('genre'), 300)), _connector='OR'), name='movie_genre_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('rating', ''), models.Q(('rating__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('rating'), 300)), _connector='OR'), name='movie_rating_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('director', ''), models.Q(('director__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('director'), 300)), _connector='OR'), name='movie_director_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('original_language', ''), models.Q(('original_language__regex', LINE), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('original_language'), 300)), _connector='OR'), name='movie_original_language_is_one_line'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('poster_url', ''), models.Q(('poster_url__iregex', '^https?://[^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0@/?#\\\\]+([/?#][^\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb\\ufffe\\uffff\\u0020\\u00a0]*)?$'), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('poster_url'), 2000)), _connector='OR'), name='movie_poster_url_is_an_address'),
        ),
        AddConstraintNotValid(
            model_name='movie',
            constraint=models.CheckConstraint(condition=models.Q(('release_year__gte', 1888), ('release_year__lte', 2100)), name='movie_release_year_is_in_range'),
        ),
        ValidateOrReport(model_name="movie", name="movie_title_is_one_line"),
        ValidateOrReport(model_name="movie", name="movie_genre_is_one_line"),
        ValidateOrReport(model_name="movie", name="movie_rating_is_one_line"),
        ValidateOrReport(model_name="movie", name="movie_director_is_one_line"),
        ValidateOrReport(model_name="movie", name="movie_original_language_is_one_line"),
        ValidateOrReport(model_name="movie", name="movie_poster_url_is_an_address"),
        ValidateOrReport(model_name="movie", name="movie_release_year_is_in_range"),
    ]
