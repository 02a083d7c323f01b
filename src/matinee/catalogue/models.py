"""Films."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from matinee.catalogue.age_ratings import checked_ratings
from matinee.core import web_address
from matinee.core.constraints import (
    json_check,
    line_check,
    moments_check,
    optional_line_check,
    range_check,
    text_check,
    web_address_check,
)
from matinee.core.model_fields import CheckedJSONField, LineField, MultiLineField
from matinee.core.multi_line import multi_line
from matinee.core.translations import checked_languages, checked_translations, short_line, translated
from matinee.core.web_address import validate_https

FIRST_YEAR, LAST_YEAR = 1888, 2100
"""The oldest surviving film is from 1888."""

MAX_DURATION_MINUTES = 1440
MAX_CAST = 50

POSTER_WIDTHS = (320, 640, 1280)
"""Pixels: for lists of films, for the page of a film, and for cards on other sites."""

SMALL, MEDIUM, LARGE = POSTER_WIDTHS

DIGEST_PATTERN = "^[0-9a-f]{32}$"

TRANSLATED = {"title": short_line, "synopsis": multi_line, "genre": short_line}
"""The texts of a film that have translations, and their checks."""


def checked_film_texts(value: Any) -> dict[str, dict[str, str]]:
    """Return a film's translations as they are stored. Raises: ValidationError."""
    return checked_translations(value, TRANSLATED)


def checked_cast(value: Any) -> list[str]:
    """Return a list of names, without empty ones. Raises: ValidationError."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValidationError(_('Enter a list of names, such as ["Audrey Tautou"].'), code="cast")
    if len(value) > MAX_CAST:
        raise ValidationError(_("Enter at most %(most)d names.") % {"most": MAX_CAST}, code="cast")
    return [name for name in map(short_line, value) if name]


def digest_check(table: str, column: str) -> models.CheckConstraint:
    """The hash of a poster, or nothing."""
    return models.CheckConstraint(
        condition=Q(**{column: ""}) | Q(**{f"{column}__regex": DIGEST_PATTERN}),
        name=f"{table}_{column}_is_a_hash",
    )


class Movie(models.Model):
    """A film that a venue can show; facts only."""

    DETAILS = ("synopsis", "cast", "trailer_url", "audio_description", "captions", "external_ids")
    """Fields used only by the film's page. Reads of many shows omit them."""

    id = models.BigAutoField(primary_key=True)
    title = LineField()
    original_title = LineField(
        db_default="", blank=True, help_text="In the original language; empty where it is the title."
    )
    duration_minutes = models.PositiveSmallIntegerField(
        help_text="Running time of the feature, credits included.",
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DURATION_MINUTES)],
    )
    genre = LineField(db_default="", blank=True)
    rating = LineField(db_default="", blank=True, help_text="Age rating as published, such as PG-13.")
    ratings = CheckedJSONField(
        check=checked_ratings,
        db_default={},
        default=dict,
        blank=True,
        help_text='Age ratings by ISO 3166 country, as published there, such as {"DE": "12", "US": "PG-13"}.',
    )
    director = LineField(db_default="", blank=True)
    cast = CheckedJSONField(
        check=checked_cast,
        db_default=[],
        default=list,
        blank=True,
        # CAST is a reserved word of SQL.
        db_column="cast_names",
        help_text='Names, the leading parts first, such as ["Audrey Tautou"].',
    )
    synopsis = MultiLineField(db_default="", blank=True)
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
    trailer_url = LineField(
        db_default="",
        blank=True,
        max_length=web_address.MAX_LENGTH,
        validators=[validate_https],
        help_text="An https address of a page or a video.",
    )
    audio_description = CheckedJSONField(
        check=checked_languages,
        db_default=[],
        default=list,
        blank=True,
        help_text='Languages that the film is described in for blind people (BCP 47), such as ["de"].',
    )
    captions = CheckedJSONField(
        check=checked_languages,
        db_default=[],
        default=list,
        blank=True,
        help_text='Languages of captions for deaf people (BCP 47), such as ["de"].',
    )
    translations = CheckedJSONField(
        check=checked_film_texts,
        db_default={},
        default=dict,
        blank=True,
        help_text='Title, synopsis and genre by language, such as {"de": {"title": "Oben"}}.',
    )
    external_ids = models.JSONField(
        db_default={}, default=dict, blank=True, help_text='Such as {"imdb": "tt0133093"}.'
    )
    poster_digest = models.TextField(
        db_default="",
        default="",
        blank=True,
        editable=False,
        help_text="Hash of the uploaded poster, which is shown instead of `poster_url`; empty for none.",
    )
    version = models.IntegerField(
        db_default=1, default=1, editable=False, help_text="Grows with each change."
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
            optional_line_check("movie", "original_title"),
            text_check("movie", "synopsis"),
            models.CheckConstraint(
                condition=Q(trailer_url="") | Q(trailer_url__istartswith="https://"),
                name="movie_trailer_is_https",
            ),
            web_address_check("movie", "trailer_url"),
            json_check("movie", "cast", "array"),
            json_check("movie", "audio_description", "array"),
            json_check("movie", "captions", "array"),
            json_check("movie", "ratings", "object"),
            json_check("movie", "translations", "object"),
            optional_line_check("movie", "genre"),
            optional_line_check("movie", "rating"),
            optional_line_check("movie", "director"),
            digest_check("movie", "poster_digest"),
            optional_line_check("movie", "original_language"),
            web_address_check("movie", "poster_url"),
            range_check("movie", "release_year", FIRST_YEAR, LAST_YEAR),
            moments_check("movie", "created_at"),
        ]

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        """The title in a language (BCP 47), an empty one for the base text."""
        return translated(self.translations, "title", self.title, language)

    def genre_in(self, language: str) -> str:
        """The genre in a language."""
        return translated(self.translations, "genre", self.genre, language)

    def synopsis_in(self, language: str) -> str:
        """The synopsis in a language."""
        return translated(self.translations, "synopsis", self.synopsis, language)

    def poster_address(self, width: int) -> str:
        """The poster as a path of this site, or an https address elsewhere; empty without one."""
        if self.poster_digest:
            return f"/posters/{self.poster_digest}-{width}.webp"
        return self.poster_url

    def clean(self) -> None:
        """Check that `external_ids` maps names to texts; None becomes {}. Raises: ValidationError."""
        ids = self.external_ids = {} if self.external_ids is None else self.external_ids
        if not isinstance(ids, dict) or not all(map(_is_text, [*ids, *ids.values()])):
            raise ValidationError({"external_ids": _('Enter names and ids, such as {"imdb": "tt0133093"}.')})


class FilmPoster(models.Model):
    """An uploaded poster of a film in one size. All sizes of a poster have the digest of the film's row."""

    id = models.BigAutoField(primary_key=True)
    movie = models.ForeignKey(Movie, on_delete=models.CASCADE, related_name="posters")
    digest = models.TextField(help_text="A hash of the pictures, which is part of their address.")
    width = models.IntegerField(help_text="Pixels. A picture is never enlarged, so it may be narrower.")
    content = models.BinaryField(help_text="WebP.")

    class Meta:
        db_table = "film_poster"
        indexes = [models.Index(fields=["digest", "width"], name="film_poster_by_address")]
        constraints = [
            models.UniqueConstraint("movie", "width", name="one_poster_per_film_and_width"),
            models.CheckConstraint(condition=Q(width__in=POSTER_WIDTHS), name="film_poster_width_is_served"),
            digest_check("film_poster", "digest"),
        ]

    def __str__(self) -> str:
        return f"{self.digest}-{self.width}"


def _is_text(value: Any) -> bool:
    """Whether a value is a text without the characters that JSON in PostgreSQL cannot contain."""
    return isinstance(value, str) and value.isprintable()
