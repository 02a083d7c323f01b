"""Films."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from matinee.core import web_address
from matinee.core.constraints import (
    line_check,
    moments_check,
    optional_line_check,
    range_check,
    web_address_check,
)
from matinee.core.model_fields import LineField
from matinee.core.web_address import validate_https

FIRST_YEAR, LAST_YEAR = 1888, 2100
"""The oldest surviving film is from 1888."""

MAX_DURATION_MINUTES = 1440


class Movie(models.Model):
    """A film that a venue can show; facts only."""

    id = models.BigAutoField(primary_key=True)
    title = LineField()
    duration_minutes = models.PositiveSmallIntegerField(
        help_text="Running time of the feature, credits included.",
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DURATION_MINUTES)],
    )
    genre = LineField(db_default="", blank=True)
    rating = LineField(db_default="", blank=True, help_text="Age rating as published, such as PG-13.")
    director = LineField(db_default="", blank=True)
    release_year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    original_language = LineField(db_default="", blank=True, help_text="BCP 47, such as en or pt-BR.")
    poster_url = LineField(
        db_default="",
        blank=True,
        max_length=web_address.MAX_LENGTH,
        validators=[validate_https],
        help_text="An https address of an image; empty for a poster that is drawn from the title.",
    )
    external_ids = models.JSONField(
        db_default={}, default=dict, blank=True, help_text='Such as {"imdb": "tt0133093"}.'
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "movie"
        constraints = [
            models.UniqueConstraint(
                "title", "release_year", name="one_movie_per_title_and_year", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(title=""), name="movie_has_title"),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1, duration_minutes__lte=1440),
                name="movie_duration_is_sane",
            ),
            models.CheckConstraint(
                condition=Q(poster_url="") | Q(poster_url__istartswith="https://"),
                name="movie_poster_is_https",
            ),
            line_check("movie", "title"),
            optional_line_check("movie", "genre"),
            optional_line_check("movie", "rating"),
            optional_line_check("movie", "director"),
            optional_line_check("movie", "original_language"),
            web_address_check("movie", "poster_url"),
            range_check("movie", "release_year", FIRST_YEAR, LAST_YEAR),
            moments_check("movie", "created_at"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Check that `external_ids` maps names to texts; None becomes {}. Raises: ValidationError."""
        ids = self.external_ids = {} if self.external_ids is None else self.external_ids
        if not isinstance(ids, dict) or not all(map(_is_text, [*ids, *ids.values()])):
            raise ValidationError({"external_ids": 'Enter names and ids, such as {"imdb": "tt0133093"}.'})


def _is_text(value: Any) -> bool:
    """Whether a value is a text without the characters that JSON in PostgreSQL cannot contain."""
    return isinstance(value, str) and value.isprintable()
