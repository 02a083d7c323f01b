"""Requests and responses of films."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.framework.fields import (
    IdField,
    QueryBooleanField,
    QueryIdField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import PageShape
from matinee.api.framework.uploads import FileField
from matinee.catalogue.age_ratings import checked_ratings
from matinee.catalogue.models import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_CAST,
    MAX_DURATION_MINUTES,
    checked_cast,
    checked_film_texts,
)
from matinee.catalogue.movie_cells import address, language_tags
from matinee.core import single_line, web_address
from matinee.core.json_schema import Id, OneOf
from matinee.core.multi_line import MAX_LENGTH as MAX_TEXT_LENGTH
from matinee.core.multi_line import multi_line
from matinee.core.translations import MAX_LANGUAGES, MAX_TAG_LENGTH

MAX_QUERY_LENGTH = 200
MAX_EXTERNAL_IDS = 20


class CheckedField(serializers.Field[Any, Any, Any, Any]):
    """A JSON value with the check of its column."""

    def __init__(self, check: Callable[[Any], Any], **options: Any) -> None:
        """Take a check that returns the value, or raises Django's ValidationError."""
        super().__init__(**options)
        self._check = check

    def to_internal_value(self, data: Any) -> Any:
        """Raises: ValidationError."""
        return self._check(data)

    def to_representation(self, value: Any) -> Any:
        """The value itself."""
        return value


@extend_schema_field({"type": "string", "maxLength": MAX_TEXT_LENGTH})
class ParagraphsField(CheckedField):
    """Text with line breaks."""

    default_error_messages = {"invalid": _("This must be text.")}

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(multi_line, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Raises: ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class NumberField(serializers.Field[int, Any, int, Any]):
    """A JSON integer in a range."""

    default_error_messages = {"invalid": _("This must be a whole number from {lowest} to {highest}.")}

    def __init__(self, lowest: int, highest: int, **options: Any) -> None:
        """Take the range."""
        super().__init__(**options)
        self._lowest, self._highest = lowest, highest

    def to_internal_value(self, data: Any) -> int:
        """Raises: ValidationError."""
        if type(data) is not int or not self._lowest <= data <= self._highest:
            self.fail("invalid", lowest=self._lowest, highest=self._highest)
        return data

    def to_representation(self, value: int) -> int:
        """The integer itself."""
        return value


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MAX_DURATION_MINUTES})
class MinutesField(NumberField):
    """A running time."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(1, MAX_DURATION_MINUTES, **options)


@extend_schema_field({"type": ["integer", "null"], "minimum": FIRST_YEAR, "maximum": LAST_YEAR})
class YearField(NumberField):
    """The year of a film."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(FIRST_YEAR, LAST_YEAR, allow_null=True, **options)


TAGS = {
    "type": "array",
    "maxItems": MAX_LANGUAGES,
    "items": {"type": "string", "maxLength": MAX_TAG_LENGTH},
    "examples": [["de"]],
}
LINE = {"type": "string", "maxLength": single_line.MAX_LENGTH}


@extend_schema_field(TAGS)
class LanguagesField(CheckedField):
    """Language tags (BCP 47)."""

    default_error_messages = {"invalid": _("This must be a list of texts.")}

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(language_tags, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Raises: ValidationError."""
        if not isinstance(data, list) or not all(isinstance(one, str) for one in data):
            self.fail("invalid")
        return super().to_internal_value(data)


class HttpsField(TextField):
    """An https address, or nothing."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a TextField."""
        super().__init__(max_length=web_address.MAX_LENGTH, allow_blank=True, **options)

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError."""
        return address(super().to_internal_value(data))


@extend_schema_field({"type": "array", "maxItems": MAX_CAST, "items": LINE, "examples": [["Audrey Tautou"]]})
class CastField(CheckedField):
    """Names."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(checked_cast, **options)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": 20},
        "examples": [{"DE": "12", "US": "PG-13"}],
    }
)
class RatingsField(CheckedField):
    """Age ratings by ISO 3166 country."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(checked_ratings, **options)


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MAX_LANGUAGES,
        "additionalProperties": {
            "type": "object",
            "properties": {"title": LINE, "genre": LINE, "synopsis": {"type": "string"}},
            "additionalProperties": False,
        },
        "examples": [{"de": {"title": "Oben"}}],
    }
)
class TranslationsField(CheckedField):
    """Title, synopsis and genre by language."""

    def __init__(self, **options: Any) -> None:
        """Take the options of a Field."""
        super().__init__(checked_film_texts, **options)


class MoviesQuery(PageQuery):
    """Filters of the films."""

    q = TextField(
        max_length=MAX_QUERY_LENGTH,
        required=False,
        help_text="Words of a title in any language, of the director or of the cast.",
    )


class MovieFields(StrictSerializer):
    """The fields of a film that can be missing."""

    original_title = TextField(
        max_length=300, allow_blank=True, required=False, help_text="Empty where it is the title."
    )
    release_year = YearField(required=False)
    genre = TextField(max_length=300, allow_blank=True, required=False)
    rating = TextField(
        max_length=300, allow_blank=True, required=False, help_text="As published in its country of origin."
    )
    ratings = RatingsField(required=False, help_text="By country; a country's own labels.")
    director = TextField(max_length=300, allow_blank=True, required=False)
    cast = CastField(required=False, help_text="The leading parts first.")
    synopsis = ParagraphsField(required=False)
    original_language = TextField(max_length=300, allow_blank=True, required=False)
    trailer_url = HttpsField(required=False, help_text="https.")
    poster_url = HttpsField(
        required=False,
        help_text="https, of a picture on another site. An uploaded poster is shown instead of it.",
    )
    audio_description = LanguagesField(required=False)
    captions = LanguagesField(required=False)
    translations = TranslationsField(required=False)


class MovieRequest(MovieFields):
    """A film to add."""

    title = TextField(max_length=300)
    duration_minutes = MinutesField()


class MovieChanges(MovieFields):
    """What changes. `version` is that of the state that the change was made from."""

    version = IdField()
    title = TextField(max_length=300, required=False)
    duration_minutes = MinutesField(required=False)


class PosterRequest(StrictSerializer):
    """A picture in JPEG, PNG or WebP."""

    version = QueryIdField(help_text="Of the film.")
    file = FileField()


class ImportRequest(StrictSerializer):
    """A file of films."""

    file = FileField(help_text="CSV in UTF-8 or Windows-1252, with commas, semicolons or tabs.")
    dry_run = QueryBooleanField(default=False, help_text="True: say what would happen, and change nothing.")
    skip_problems = QueryBooleanField(
        default=False, help_text="True: import the other lines of a file in which some have problems."
    )


class ListedFilmShape(TypedDict):
    """A film in a list."""

    id: Id
    title: str
    original_title: str
    release_year: int | None
    duration_minutes: int
    genre: str
    director: str
    poster: Annotated[str, "A path of this site for an uploaded poster; empty without one."]
    next_show_at: Annotated[datetime | None, "On the clock of its cinema; null without one."]


class FilmPageShape(PageShape):
    """A page of films, by title."""

    results: list[ListedFilmShape]


class FilmShape(TypedDict):
    """Everything about a film."""

    id: Id
    version: int
    title: str
    original_title: str
    release_year: int | None
    duration_minutes: int
    genre: str
    rating: str
    ratings: Annotated[dict[str, str], "By country."]
    director: str
    cast: list[str]
    synopsis: str
    original_language: str
    trailer_url: str
    poster_url: Annotated[str, "A picture on another site; empty for none."]
    poster: Annotated[str, "A path of this site for an uploaded poster; empty without one."]
    audio_description: list[str]
    captions: list[str]
    translations: Annotated[dict[str, dict[str, str]], "Title, synopsis and genre by language."]
    created_at: datetime


class AgeRatingSystemShape(TypedDict):
    """How a country rates films."""

    country: Annotated[str, "ISO 3166."]
    system: Annotated[str, "Such as FSK."]
    labels: list[str]


class AgeRatingSystemsShape(TypedDict):
    """The systems that Matinee knows. Films can have ratings of other countries too."""

    systems: list[AgeRatingSystemShape]


class BadLineShape(TypedDict):
    """A line of a file that cannot be imported, in the language of Accept-Language."""

    line: Annotated[int, "Counted from 1."]
    reason: str


class ImportedFilmShape(TypedDict):
    """A film of a file."""

    line: int
    title: str
    release_year: int
    state: Annotated[str, OneOf("ImportState", "add", "change", "same")]
    changes: Annotated[list[str], "The fields of the known film that change."]


class ImportShape(TypedDict):
    """What an import did, or would do."""

    dry_run: bool
    adds: int
    changes: int
    same: int
    films: list[ImportedFilmShape]
    problems: Annotated[list[BadLineShape], "Lines that are left out."]
    ignored_columns: Annotated[list[str], "Columns that films do not have."]
