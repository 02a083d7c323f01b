"""The details of films, venues and ticket types: the models' checks, which forms and services share."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.booking.seat_map import seat_map
from matinee.catalogue.models import Movie
from matinee.core.problems import Invalid
from matinee.core.validation import validate_row
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.shows.queries import get_shows
from matinee.venues.models import Venue
from tests.cinema import make_cinema

pytestmark = pytest.mark.django_db


def film(**details: Any) -> Movie:
    return Movie(title="Up", duration_minutes=96, **details)


def test_values_are_stored_in_their_usual_form() -> None:
    movie = film(
        translations={"DE": {"title": " Oben "}},
        captions=["DE", "de"],
        cast=[" Ed Asner ", ""],
        ratings={"US": " PG "},
        synopsis=" One.\r\nTwo. ",
        external_ids={},
    )
    validate_row(movie)
    movie.save()
    movie.refresh_from_db()
    assert movie.translations == {"de": {"title": "Oben"}}
    assert (movie.captions, movie.cast, movie.ratings) == (["de"], ["Ed Asner"], {"US": "PG"})
    assert movie.synopsis == "One.\nTwo."


def test_null_becomes_empty() -> None:
    movie = film(translations=None, captions=None, cast=None, ratings=None, audio_description=None)
    validate_row(movie)
    movie.save()
    movie.refresh_from_db()
    assert (movie.translations, movie.captions, movie.cast, movie.ratings) == ({}, [], [], {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("translations", {"de": {"director": "x"}}),
        ("translations", {"deutsch": {"title": "x"}}),
        ("translations", []),
        ("captions", ["german"]),
        ("captions", {}),
        ("audio_description", "de"),
        ("cast", "Ed Asner"),
        ("cast", ["a\nb"]),
        ("cast", ["x"] * 51),
        ("ratings", {"DE": "13"}),
        ("ratings", {"de": "12"}),
        ("synopsis", "a\x07b"),
        ("synopsis", "x" * 5001),
        ("trailer_url", "http://example.org/"),
        ("trailer_url", "javascript:alert(1)"),
        ("original_title", "a\nb"),
    ],
)
def test_invalid_details_of_a_film_are_rejected(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        validate_row(film(**{field: value}))
    assert list(refusal.value.data["errors"]) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "de"),
        ("country", "XX"),
        ("country", "DEU"),
        ("region", "DE-BE"),
        ("region", "be"),
        ("seat_type_names", {"de": {"throne": "Thron"}}),
        ("format_names", {"de": "Vorpremiere"}),
    ],
)
def test_invalid_details_of_a_venue_are_rejected(field: str, value: Any) -> None:
    venue = Venue(name="Roxy", address="1 High Street", city="Testville", timezone="UTC", currency="EUR")
    setattr(venue, field, value)
    with pytest.raises(ValidationError) as refusal:
        venue.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_ticket_type_has_only_names() -> None:
    cinema = make_cinema()
    adult = TicketType.objects.get(pk=cinema.adult.pk)
    adult.translations = {"de": {"name": "Erwachsene"}}
    adult.full_clean()
    assert (adult.name_in("de-AT"), adult.name_in("fr"), adult.name_in("")) == (
        "Erwachsene",
        "Adult",
        "Adult",
    )
    adult.translations = {"de": {"title": "Erwachsene"}}
    with pytest.raises(ValidationError):
        adult.full_clean()


def test_a_seat_map_and_a_list_read_texts_without_further_queries() -> None:
    cinema = make_cinema()
    Movie.objects.update(translations={"de": {"title": "Oben"}}, ratings={"DE": "6"})
    read = seat_map(cinema.show.pk, None).screening.show
    (listed,) = get_shows([cinema.show.pk])
    with CaptureQueriesContext(connection) as captured:
        for show in (read, listed):
            assert isinstance(show, Show)
            assert (show.movie.title_in("de"), show.movie.ratings) == ("Oben", {"DE": "6"})
            assert show.hall.venue.format_in("2D", "de") == "2D"
    assert len(captured) == 0
