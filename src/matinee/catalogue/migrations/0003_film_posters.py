"""Uploaded posters of films, and the version of a film for its editors."""

import django.db.models.deletion
from django.db import migrations, models

DIGEST = "^[0-9a-f]{32}$"


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_film_details"),
    ]

    operations = [
        migrations.AddField(
            model_name="movie",
            name="version",
            field=models.IntegerField(
                db_default=1, default=1, editable=False, help_text="Grows with each change."
            ),
        ),
        migrations.AddField(
            model_name="movie",
            name="poster_digest",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="Hash of the uploaded poster, which is shown instead of `poster_url`; empty for none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="movie",
            constraint=models.CheckConstraint(
                condition=models.Q(("poster_digest", ""), ("poster_digest__regex", DIGEST), _connector="OR"),
                name="movie_poster_digest_is_a_hash",
            ),
        ),
        migrations.CreateModel(
            name="FilmPoster",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "digest",
                    models.TextField(help_text="A hash of the pictures, which is part of their address."),
                ),
                (
                    "width",
                    models.IntegerField(
                        help_text="Pixels. A picture is never enlarged, so it may be narrower."
                    ),
                ),
                ("content", models.BinaryField(help_text="WebP.")),
                (
                    "movie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posters",
                        to="catalogue.movie",
                    ),
                ),
            ],
            options={
                "db_table": "film_poster",
                "indexes": [models.Index(fields=["digest", "width"], name="film_poster_by_address")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("movie"), models.F("width"), name="one_poster_per_film_and_width"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("width__in", (320, 640, 1280))),
                        name="film_poster_width_is_served",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), ("digest__regex", DIGEST), _connector="OR"),
                        name="film_poster_digest_is_a_hash",
                    ),
                ],
            },
        ),
    ]
