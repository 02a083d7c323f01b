"""Queries and responses of the programme."""

from datetime import datetime
from typing import Annotated, TypedDict

from matinee.api.framework.fields import (
    LanguageQuery,
    QueryBooleanField,
    QueryDateField,
    QueryIdField,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import Country, Currency, Money, PageShape
from matinee.core.json_schema import Id, Keywords, OneOf
from matinee.shows.models import ShowStatus

MAX_SEARCH_LENGTH = 200
SEARCH_HELP = (
    "Words of a film's title, original title or translated titles, of its director or cast. Case, accents "
    "and small typing errors do not matter."
)


class ShowsQuery(PageQuery, LanguageQuery):
    """A selection of shows."""

    date = QueryDateField(
        required=False,
        help_text="The venue's business day: a show at 00:15 belongs to the evening before.",
    )
    venue = QueryIdField(required=False)
    city = TextField(required=False, max_length=200, help_text="As the venue spells it, in any case.")
    movie = QueryIdField(required=False)
    q = TextField(required=False, max_length=MAX_SEARCH_LENGTH, help_text=SEARCH_HELP)


class MoviesQuery(PageQuery, LanguageQuery):
    """A selection of films."""

    venue = QueryIdField(
        required=False,
        help_text="Only films with a coming show at this cinema. `next_show_at` is that there.",
    )
    showing = QueryBooleanField(
        required=False, default=False, help_text="`true`: only films with a show whose sales have not closed."
    )
    q = TextField(required=False, max_length=MAX_SEARCH_LENGTH, help_text=SEARCH_HELP)


class AgeRatingShape(TypedDict):
    """The age rating of a film in a country."""

    country: Country
    system: Annotated[str, "Such as FSK or MPA."]
    label: Annotated[str, "As published, such as 12 or PG-13."]
    minimum_age: Annotated[int, "Of a person who comes alone; 0: any age."]
    rule: Annotated[str, "Who may see the film: a sentence for moviegoers."]


class MovieShape(TypedDict):
    """A film."""

    id: Id
    title: Annotated[str, "In the language of the request, as `genre`."]
    base_title: Annotated[str, "The same in each language of the request, as `base_genre`: a key."]
    original_title: Annotated[str, "Empty where it is the title."]
    duration_minutes: Annotated[int, "Credits included, advertisements not."]
    genre: str
    base_genre: str
    rating: Annotated[str, "Age rating as published, of no particular country."]
    director: str
    release_year: int | None
    original_language: Annotated[str, "BCP 47; empty when unknown."]
    poster_url: Annotated[str, "An https address, or a path of this site; empty: draw one from the title."]


class WholeMovieShape(MovieShape):
    """A film with everything that is known of it."""

    synopsis: Annotated[str, "In the language of the request. A line break is U+000A; empty when unknown."]
    cast: Annotated[list[str], "Names, the leading parts first."]
    trailer_url: Annotated[str, "An https address; empty when there is none."]
    audio_description: Annotated[list[str], "Languages (BCP 47)."]
    captions: Annotated[list[str], "Languages of captions for deaf people (BCP 47)."]
    age_ratings: Annotated[list[AgeRatingShape], "By country."]


class ListedMovieShape(WholeMovieShape):
    """A film of the list."""

    next_show_at: Annotated[
        datetime | None,
        "Start of its next show whose sales have not closed, in that cinema's time zone; null without one.",
    ]


class VenueShape(TypedDict):
    """A cinema."""

    id: Id
    name: str
    address: str
    city: str
    country: Annotated[str, Keywords(pattern="^([A-Z]{2})?$"), "ISO 3166; empty when unknown."]
    region: Annotated[str, "ISO 3166-2 without the country; empty when unknown."]
    timezone: Annotated[str, "IANA, such as Europe/Berlin."]
    currency: Currency
    day_starts_at: Annotated[
        str,
        "When the business day begins, in the venue's time zone.",
        Keywords(pattern="^[0-2][0-9]:[0-5][0-9]$"),
    ]


StatusOfShow = Annotated[str, OneOf("ShowStatus", *ShowStatus.values)]


class HallNameShape(TypedDict):
    """A hall's id and name."""

    id: Id
    name: str


class HallShape(HallNameShape):
    """A hall and its size."""

    rows: int
    seats_per_row: Annotated[int, "Of the longest row."]
    capacity: int
    plan_version: int


class VenueWithHallsShape(VenueShape):
    """A cinema and its halls."""

    halls: list[HallShape]


class ScreeningShape(TypedDict):
    """A screening. Its times are in the venue's time zone, with their UTC offset."""

    id: Id
    starts_at: Annotated[datetime, "As advertised."]
    feature_starts_at: Annotated[datetime, "After advertisements and trailers."]
    ends_at: Annotated[datetime, "End of the credits."]
    status: StatusOfShow
    sales_open_at: datetime
    sales_close_at: datetime
    on_sale: Annotated[bool, "Whether seats can be held now."]
    price: Annotated[Money, "Before supplements of seat types and adjustments of ticket types."]
    currency: Currency
    format: Annotated[
        str, "Such as 2D, 3D, IMAX, or the cinema's own name of it in the language of the request."
    ]
    base_format: Annotated[str, "The same in each language of the request: a key."]
    audio_language: Annotated[str, "BCP 47; empty when unknown."]
    subtitle_language: Annotated[str, "BCP 47; empty when there are none."]
    age_rating: Annotated[AgeRatingShape | None, "In the cinema's country; null when unknown there."]
    movie: MovieShape
    hall: HallNameShape
    venue: VenueShape


class ShowShape(ScreeningShape):
    """A screening and how many seats are left. Its times are in the venue's time zone, with UTC offset."""

    seats_total: Annotated[int, "Seats in service."]
    seats_available: int


class ShowPageShape(PageShape):
    """A page of the list of shows."""

    results: list[ShowShape]


class MoviePageShape(PageShape):
    """A page of the list of films."""

    results: list[ListedMovieShape]


class VenueWithHallsPageShape(PageShape):
    """A page of the list of cinemas."""

    results: list[VenueWithHallsShape]
