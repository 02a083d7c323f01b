"""`?lang=`: texts and age ratings in the language of the request."""

from typing import Any

import pytest

from matinee.api.public.programme import listing
from matinee.api.public.seat_map import layout
from matinee.catalogue.models import Movie
from matinee.pricing.models import TicketType
from matinee.shows.models import Show
from matinee.venues.models import Venue
from tests.api.client import Api, assert_invalid
from tests.cinema import Cinema

RULE = "For ages 6 and over."
GERMAN_RULE = "Ab 6 Jahren."


@pytest.fixture
def translated(cinema: Cinema) -> Cinema:
    """A cinema with German texts, and a title for Austria."""
    Movie.objects.filter(pk=cinema.movie.pk).update(
        title="Up",
        genre="Adventure",
        synopsis="Balloons.",
        ratings={"DE": "6", "US": "PG"},
        translations={
            "de": {"title": "Oben", "genre": "Abenteuer", "synopsis": "Ballons."},
            "de-AT": {"title": "Oben (AT)"},
        },
    )
    Venue.objects.filter(pk=cinema.venue.pk).update(
        country="DE",
        region="BE",
        format_names={"de": {"Preview": "Vorpremiere"}},
        seat_type_names={"de": {"sofa": "Kuschelsofa"}, "en": {"sofa": "Love seat"}},
    )
    Show.objects.filter(pk=cinema.show.pk).update(format="Preview")
    TicketType.objects.filter(pk=cinema.adult.pk).update(translations={"de": {"name": "Erwachsene"}})
    return cinema


def addresses(cinema: Cinema) -> dict[str, str]:
    return {
        "list": "/api/shows/",
        "movies": "/api/movies/",
        "movie": f"/api/movies/{cinema.movie.pk}/",
        "venues": "/api/venues/",
        "layout": f"/api/hall-layout/{cinema.show.pk}/",
    }


def read(api: Api, address: str, language: str) -> Any:
    response = api.get(address + (f"?lang={language}" if language else ""))
    assert response.status_code == 200, response.content
    return response


@pytest.mark.parametrize(
    ("language", "title", "genre", "rule", "screen_format"),
    [
        ("", "Up", "Adventure", RULE, "Preview"),
        ("en", "Up", "Adventure", RULE, "Preview"),
        ("tlh", "Up", "Adventure", RULE, "Preview"),
        ("de", "Oben", "Abenteuer", GERMAN_RULE, "Vorpremiere"),
        ("DE", "Oben", "Abenteuer", GERMAN_RULE, "Vorpremiere"),
        ("de-CH", "Oben", "Abenteuer", GERMAN_RULE, "Vorpremiere"),
        ("de-AT", "Oben (AT)", "Abenteuer", GERMAN_RULE, "Vorpremiere"),
    ],
)
def test_a_show_is_in_the_language(
    api: Api, translated: Cinema, language: str, title: str, genre: str, rule: str, screen_format: str
) -> None:
    places = addresses(translated)
    (listed,) = read(api, places["list"], language).json()["results"]
    shown = read(api, places["layout"], language).json()["show"]
    for show in (listed, shown):
        assert (show["movie"]["title"], show["movie"]["genre"]) == (title, genre)
        assert show["format"] == screen_format
        keys = (show["movie"]["base_title"], show["movie"]["base_genre"], show["base_format"])
        assert keys == ("Up", "Adventure", "Preview")
        assert show["age_rating"] == {
            "country": "DE",
            "system": "FSK",
            "label": "6",
            "minimum_age": 6,
            "rule": rule,
        }
        assert (show["venue"]["country"], show["venue"]["region"]) == ("DE", "BE")


@pytest.mark.parametrize(
    ("language", "title", "synopsis", "rule"),
    [
        ("", "Up", "Balloons.", RULE),
        ("de", "Oben", "Ballons.", GERMAN_RULE),
        ("de-AT", "Oben (AT)", "Ballons.", GERMAN_RULE),
    ],
)
def test_a_film_is_in_the_language(
    api: Api, translated: Cinema, language: str, title: str, synopsis: str, rule: str
) -> None:
    places = addresses(translated)
    (listed,) = read(api, places["movies"], language).json()["results"]
    for movie in (listed, read(api, places["movie"], language).json()):
        assert (movie["title"], movie["synopsis"]) == (title, synopsis)
        assert (movie["base_title"], movie["base_genre"]) == ("Up", "Adventure")
        assert [one["country"] for one in movie["age_ratings"]] == ["DE", "US"]
        assert movie["age_ratings"][0]["rule"] == rule


@pytest.mark.parametrize(
    ("language", "adult", "seat_types"),
    [
        ("", "Adult", {}),
        ("en-GB", "Adult", {"sofa": "Love seat"}),
        ("de", "Erwachsene", {"sofa": "Kuschelsofa"}),
        ("fr", "Adult", {}),
    ],
)
def test_ticket_types_and_seat_types_are_in_the_language(
    api: Api, translated: Cinema, language: str, adult: str, seat_types: dict[str, str]
) -> None:
    shown = read(api, addresses(translated)["layout"], language).json()
    assert [one["name"] for one in shown["ticket_types"]] == [adult, "Child"]
    assert shown["seat_type_names"] == seat_types


def test_a_country_without_a_rating_shows_none(api: Api, translated: Cinema) -> None:
    for country in ("", "AT", "JP"):
        Venue.objects.filter(pk=translated.venue.pk).update(country=country)
        (listed,) = read(api, "/api/shows/", "de").json()["results"]
        assert listed["age_rating"] is None


@pytest.mark.parametrize("place", ["list", "movies", "movie", "layout"])
def test_each_language_has_its_own_etag(api: Api, translated: Cinema, place: str) -> None:
    address = addresses(translated)[place]
    tags = {language: read(api, address, language)["ETag"] for language in ("", "de", "de-AT")}
    assert len(set(tags.values())) == 3
    for language, tag in tags.items():
        other = tags["de" if language == "" else ""]
        known = api.get(f"{address}?lang={language}" if language else address, If_None_Match=tag)
        assert known.status_code == 304
        changed = api.get(f"{address}?lang={language}" if language else address, If_None_Match=other)
        assert changed.status_code == 200


@pytest.mark.parametrize("place", ["list", "movies", "movie", "venues", "layout"])
@pytest.mark.parametrize("query", ["lang=", "lang=d", "lang=de_DE", "lang=%00", "lang=de&lang=en"])
def test_a_malformed_language_is_invalid(api: Api, translated: Cinema, place: str, query: str) -> None:
    assert_invalid(api.get(f"{addresses(translated)[place]}?{query}"), "lang")


@pytest.mark.parametrize("address", ["hall-layout/{show}/availability/", "shows/{show}/best-seats/"])
def test_responses_without_texts_take_no_language(api: Api, translated: Cinema, address: str) -> None:
    path = address.format(show=translated.show.pk)
    assert_invalid(api.get(f"/api/{path}?lang=de"), "lang")


@pytest.mark.parametrize(
    ("bought_in", "language", "title", "rule", "ticket_type"),
    [
        ("en", "", "Up", RULE, "Adult"),
        ("de", "", "Oben", GERMAN_RULE, "Erwachsene"),
        ("de", "en", "Up", RULE, "Adult"),
        ("en", "de-AT", "Oben (AT)", GERMAN_RULE, "Erwachsene"),
    ],
)
def test_an_order_is_in_the_language_of_the_reader_else_of_the_customer(
    api: Api, translated: Cinema, bought_in: str, language: str, title: str, rule: str, ticket_type: str
) -> None:
    shown = read(api, booked_in(api, translated, bought_in), language).json()
    show = shown["show"]
    assert (show["movie"]["title"], show["age_rating"]["rule"]) == (title, rule)
    assert [one["ticket_type_name"] for one in shown["lines"] + shown["tickets"]] == [ticket_type] * 2


@pytest.mark.parametrize("language", ["", "en", "de"])
def test_an_order_keeps_the_name_that_its_ticket_type_no_longer_has(
    api: Api, translated: Cinema, language: str
) -> None:
    path = booked_in(api, translated, "de")
    TicketType.objects.filter(pk=translated.adult.pk).update(
        name="Full price", translations={"de": {"name": "Vollpreis"}}
    )
    shown = read(api, path, language).json()
    assert [one["ticket_type_name"] for one in shown["lines"] + shown["tickets"]] == ["Erwachsene"] * 2


def booked_in(api: Api, cinema: Cinema, language: str) -> str:
    """Book a seat in a language. Return the path of the order."""
    body = {"hold_token": api.lock(cinema, "A1")["hold_token"]}
    order = api.post("/api/book-seat/", body, Accept_Language=language).json()["order"]
    return f"/api/orders/{order['secret']}/"


def test_an_order_in_a_malformed_language_is_invalid(api: Api, translated: Cinema) -> None:
    secret = api.book(api.lock(translated, "A1"))["order"]["secret"]
    assert_invalid(api.get(f"/api/orders/{secret}/?lang=de_DE"), "lang")


def test_unknown_languages_fill_no_cache(api: Api, translated: Cinema) -> None:
    listing._parts.clear()
    layout._head.cache_clear()
    for number in range(30):
        language = f"x{chr(97 + number % 26)}-x-{number}"
        read(api, "/api/shows/", language)
        read(api, f"/api/hall-layout/{translated.show.pk}/", language)
    (part,) = listing._parts.values()
    assert len(part._ends) == 1
    assert layout._head.cache_info().currsize == 1


def test_a_changed_translation_is_shown_at_once(api: Api, translated: Cinema) -> None:
    for title in ("Oben", "Noch weiter oben"):
        Movie.objects.filter(pk=translated.movie.pk).update(translations={"de": {"title": title}})
        (listed,) = read(api, "/api/shows/", "de").json()["results"]
        assert listed["movie"]["title"] == title
        shown = read(api, f"/api/hall-layout/{translated.show.pk}/", "de").json()
        assert shown["show"]["movie"]["title"] == title
