"""Films."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

validate_poster_url = URLValidator(schemes=["https"], message="Enter an https address.")


class Movie(models.Model):
    """A film that a venue can show; facts only."""

    id = models.BigAutoField(primary_key=True)
    title = models.TextField()
    duration_minutes = models.PositiveSmallIntegerField(
        help_text="Running time of the feature, credits included."
    )
    genre = models.TextField(db_default="", blank=True)
    rating = models.TextField(db_default="", blank=True, help_text="Age rating as published, such as PG-13.")
    director = models.TextField(db_default="", blank=True)
    release_year = models.PositiveSmallIntegerField(null=True, blank=True)
    original_language = models.TextField(db_default="", blank=True, help_text="BCP 47, such as en or pt-BR.")
    poster_url = models.TextField(
        db_default="",
        blank=True,
        validators=[validate_poster_url],
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
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Ids elsewhere are names and texts. A form gives None where they were left empty."""
        ids = self.external_ids = {} if self.external_ids is None else self.external_ids
        if not isinstance(ids, dict) or not all(map(_is_text, [*ids, *ids.values()])):
            raise ValidationError({"external_ids": 'Enter names and ids, such as {"imdb": "tt0133093"}.'})


def _is_text(value: Any) -> bool:
    """Tell whether it is one, without what JSON in PostgreSQL can't hold."""
    return isinstance(value, str) and value.isprintable()
