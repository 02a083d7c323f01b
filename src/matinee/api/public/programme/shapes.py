"""Queries and responses of the programme."""

from datetime import datetime
from typing import Annotated, TypedDict

from rest_framework import serializers

from matinee.api.framework.fields import (
    QueryCountField,
    QueryDateField,
    QueryIdField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.shapes import Currency, Money, PageShape
from matinee.core.json_schema import Id, Keywords, OneOf
from matinee.shows.models import ShowStatus

DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 50, 200


class PageQuery(StrictSerializer):
    """A page of a long list."""

    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")
    page_size = QueryCountField(
        required=False, default=DEFAULT_PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE
    )


class ShowsQuery(PageQuery):
    """A selection of shows."""

    date = QueryDateField(
        required=False,
        help_text="The venue's business day: a show at 00:15 belongs to the evening before.",
    )
    venue = QueryIdField(required=False)
    city = TextField(required=False, max_length=200, help_text="As the venue spells it, in any case.")
    movie = QueryIdField(required=False)
    q = TextField(required=False, max_length=200, help_text="Part of the film's title, in any case.")


class MovieShape(TypedDict):
    """A film."""

    id: Id
    title: str
    duration_minutes: Annotated[int, "Credits included, advertisements not."]
    genre: str
    rating: Annotated[str, "Age rating as published."]
    director: str
    release_year: int | None
    original_language: Annotated[str, "BCP 47; empty when unknown."]
    poster_url: Annotated[str, "An https address; empty: draw one from the title."]


class VenueShape(TypedDict):
    """A cinema."""

    id: Id
    name: str
    address: str
    city: str
    timezone: Annotated[str, "IANA, such as Europe/Berlin."]
    currency: Currency
    day_starts_at: Annotated[
        str,
        "When the business day begins, in the venue's time zone.",
        Keywords(pattern="^[0-2][0-9]:[0-5][0-9]$"),
    ]


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
    status: Annotated[str, OneOf("ShowStatus", *ShowStatus.values)]
    sales_open_at: datetime
    sales_close_at: datetime
    on_sale: Annotated[bool, "Whether seats can be held now."]
    price: Annotated[Money, "Before supplements of seat types and adjustments of ticket types."]
    currency: Currency
    format: Annotated[str, "Such as 2D, 3D, IMAX."]
    audio_language: Annotated[str, "BCP 47; empty when unknown."]
    subtitle_language: Annotated[str, "BCP 47; empty when there are none."]
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

    results: list[MovieShape]


class VenueWithHallsPageShape(PageShape):
    """A page of the list of cinemas."""

    results: list[VenueWithHallsShape]
