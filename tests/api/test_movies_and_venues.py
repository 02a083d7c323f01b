"""GET /api/movies/ and GET /api/venues/."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.booking.services import cancel_show
from matinee.catalogue.models import Movie
from matinee.shows.models import Show
from matinee.venues.models import Venue
from matinee.venues.services import create_hall
from tests.api.client import Api, assert_invalid, assert_problem
from tests.cinema import Cinema, make_cinema, make_show


def test_a_movie_has_every_field(api: Api, cinema: Cinema) -> None:
    Movie.objects.update(
        title="Vertigo",
        director="Alfred Hitchcock",
        release_year=1958,
        original_language="en",
        poster_url="https://example.org/vertigo.jpg",
        original_title="Vertigo (1958)",
        synopsis="A detective.\nA tower.",
        cast=["James Stewart", "Kim Novak"],
        trailer_url="https://example.org/trailer",
        audio_description=["de"],
        captions=["en", "de"],
        ratings={"US": "PG", "DE": "12", "JP": "G"},
    )
    cinema.show.refresh_from_db()
    starts_at = cinema.show.starts_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert api.get("/api/movies/").json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": cinema.movie.pk,
                "title": "Vertigo",
                "base_title": "Vertigo",
                "original_title": "Vertigo (1958)",
                "duration_minutes": 100,
                "genre": "Drama",
                "base_genre": "Drama",
                "rating": "PG",
                "director": "Alfred Hitchcock",
                "release_year": 1958,
                "original_language": "en",
                "poster_url": "https://example.org/vertigo.jpg",
                "synopsis": "A detective.\nA tower.",
                "cast": ["James Stewart", "Kim Novak"],
                "trailer_url": "https://example.org/trailer",
                "audio_description": ["de"],
                "captions": ["en", "de"],
                "age_ratings": [
                    {
                        "country": "DE",
                        "system": "FSK",
                        "label": "12",
                        "minimum_age": 12,
                        "rule": "For ages 12 and over; from 6 with a parent"
                        " or an adult appointed by the parents.",
                    },
                    {
                        "country": "US",
                        "system": "MPA",
                        "label": "PG",
                        "minimum_age": 0,
                        "rule": "For all ages; some scenes may not suit young children.",
                    },
                ],
                "next_show_at": starts_at.isoformat(),
            }
        ],
    }


def test_one_movie(api: Api, cinema: Cinema) -> None:
    make_cinema()
    with CaptureQueriesContext(connection) as captured:
        found = api.get(f"/api/movies/{cinema.movie.pk}/")
    assert (found.status_code, len(captured)) == (200, 1)
    listed = api.get("/api/movies/").json()["results"]
    assert found.json() in [{name: one[name] for name in one if name != "next_show_at"} for one in listed]
    assert (found.json()["id"], found.json()["poster_url"]) == (cinema.movie.pk, "")


@pytest.mark.parametrize("movie_id", ["0", "999999", "9223372036854775807"])
def test_no_such_movie(api: Api, cinema: Cinema, movie_id: str) -> None:  # noqa: ARG001
    response = api.get(f"/api/movies/{movie_id}/")
    assert_problem(response, 404, "movie-not-found", "Movie not found", movie_id=int(movie_id))


@pytest.mark.parametrize("movie_id", ["9223372036854775808", "9" * 400, "x", "-1", "1.0", "%00", "\u0661"])
def test_movie_id_out_of_range(api: Api, cinema: Cinema, movie_id: str) -> None:  # noqa: ARG001
    assert_problem(api.get(f"/api/movies/{movie_id}/"), 404, "movie-not-found", "Movie not found")


def test_a_movie_takes_no_parameters(api: Api, cinema: Cinema) -> None:
    assert_invalid(api.get(f"/api/movies/{cinema.movie.pk}/?x=1"), "x")


def test_movies_are_sorted_by_title_and_paginated(api: Api, db: None) -> None:  # noqa: ARG001
    for year in (2001, 2002):
        for title in ("Zodiac", "Amélie", "“Quotes”", "8½"):
            Movie.objects.create(title=title, release_year=year, duration_minutes=90)
    whole = [movie["id"] for movie in api.get("/api/movies/").json()["results"]]
    assert whole == list(Movie.objects.order_by("title", "pk").values_list("pk", flat=True))

    address, seen = "/api/movies/?page_size=3", []
    while address:
        page = api.get(address).json()
        seen += [movie["id"] for movie in page["results"]]
        address = page["next"]
    assert seen == whole


def test_a_venue_has_its_halls(api: Api, cinema: Cinema) -> None:
    create_hall(venue=cinema.venue, name="Atelier", rows=2, seats_per_row=3)
    (venue,) = api.get("/api/venues/").json()["results"]
    halls = venue.pop("halls")
    assert venue == {
        "id": cinema.venue.pk,
        "name": cinema.venue.name,
        "address": "1 High Street",
        "city": "Testville",
        "country": "",
        "region": "",
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "day_starts_at": "05:00",
    }
    assert [hall.pop("id") for hall in halls] == list(
        cinema.venue.halls.order_by("name").values_list("pk", flat=True)
    )
    assert halls == [
        {"name": "Atelier", "rows": 2, "seats_per_row": 3, "capacity": 6, "plan_version": 1},
        {"name": "Hall 1", "rows": 5, "seats_per_row": 10, "capacity": 50, "plan_version": 1},
    ]


@pytest.mark.parametrize(("path", "queries"), [("/api/movies/", 1), ("/api/venues/", 2)])
@pytest.mark.usefixtures("cinema")
def test_number_of_queries_is_independent_of_the_length(api: Api, path: str, queries: int) -> None:
    for _ in range(5):
        make_cinema(rows=1, seats_per_row=1)
    with CaptureQueriesContext(connection) as captured:
        assert len(api.get(path).json()["results"]) == 6
    assert len(captured) == queries


@pytest.mark.parametrize("path", ["/api/movies/", "/api/venues/"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("cursor=zzz", "cursor"),
        ("cursor=WyJmIiwiXHUwMDAwIiwxXQ", "cursor"),
        ("cursor=WyJmIiwxLDFd", "cursor"),
        ("x=1", "x"),
        ("lang=", "lang"),
        ("lang=d", "lang"),
        ("lang=de_DE", "lang"),
        ("lang=de&lang=en", "lang"),
        (f"lang=de-{'x' * 40}", "lang"),
    ],
)
def test_malformed_and_unknown_parameters_are_named(
    api: Api,
    cinema: Cinema,  # noqa: ARG001
    path: str,
    query: str,
    field: str,
) -> None:
    assert_invalid(api.get(f"{path}?{query}"), field)


@pytest.mark.parametrize(
    ("query", "field"),
    [("q=x", "q"), ("showing=true", "showing"), ("venue=1", "venue"), ("lang=de", "lang")],
)
@pytest.mark.usefixtures("cinema")
def test_the_list_of_venues_has_no_filters_and_no_language(api: Api, query: str, field: str) -> None:
    assert_invalid(api.get(f"/api/venues/?{query}"), field)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("venue=0", "venue"),
        ("venue=x", "venue"),
        ("showing=yes", "showing"),
        ("showing=True", "showing"),
        ("q=", "q"),
        (f"q={'x' * 201}", "q"),
        ("q=%00", "q"),
    ],
)
@pytest.mark.usefixtures("cinema")
def test_malformed_filters_of_movies_are_named(api: Api, query: str, field: str) -> None:
    assert_invalid(api.get(f"/api/movies/?{query}"), field)


class TestShowing:
    """Films with a show whose sales have not closed, and the start of the next one."""

    @pytest.fixture
    def other(self, cinema: Cinema) -> Cinema:  # noqa: ARG002 - the first cinema comes first
        other = make_cinema()
        Venue.objects.filter(pk=other.venue.pk).update(timezone="America/New_York")
        return other

    def next_shows(self, api: Api, query: str) -> dict[int, str | None]:
        response = api.get(f"/api/movies/?{query}")
        assert response.status_code == 200, response.content
        return {movie["id"]: movie["next_show_at"] for movie in response.json()["results"]}

    def test_the_next_show_is_in_the_time_zone_of_its_venue(
        self, api: Api, cinema: Cinema, other: Cinema
    ) -> None:
        make_show(movie=cinema.movie, hall=other.hall, starts_at=datetime.now(UTC) + timedelta(days=9))
        found = self.next_shows(api, "showing=true")
        assert found.keys() == {cinema.movie.pk, other.movie.pk}
        assert (
            found[other.movie.pk] == other.show.starts_at.astimezone(ZoneInfo("America/New_York")).isoformat()
        )
        assert (
            found[cinema.movie.pk] == cinema.show.starts_at.astimezone(ZoneInfo("Europe/Berlin")).isoformat()
        )

    def test_a_venue_counts_its_own_shows(self, api: Api, cinema: Cinema, other: Cinema) -> None:
        later = make_show(
            movie=cinema.movie, hall=other.hall, starts_at=datetime.now(UTC) + timedelta(days=9)
        )
        found = self.next_shows(api, f"venue={other.venue.pk}")
        assert found.keys() == {cinema.movie.pk, other.movie.pk}
        assert found[cinema.movie.pk] == later.starts_at.astimezone(ZoneInfo("America/New_York")).isoformat()
        assert self.next_shows(api, "venue=9223372036854775807") == {}

    def test_closed_and_cancelled_shows_do_not_count(self, api: Api, cinema: Cinema, other: Cinema) -> None:
        Show.objects.filter(pk=cinema.show.pk).update(sales_close_at=datetime.now(UTC) - timedelta(minutes=1))
        cancel_show(show_id=other.show.pk)
        assert self.next_shows(api, "showing=true") == {}
        assert self.next_shows(api, "") == self.next_shows(api, "showing=false")
        assert self.next_shows(api, "") == {cinema.movie.pk: None, other.movie.pk: None}

    def test_the_search_combines_with_the_filters(self, api: Api, cinema: Cinema, other: Cinema) -> None:
        Movie.objects.filter(pk=other.movie.pk).update(title="Amélie")
        silent = Movie.objects.create(title="Amelia", duration_minutes=90)
        assert self.next_shows(api, "q=ameli").keys() == {other.movie.pk, silent.pk}
        assert self.next_shows(api, "q=ameli&showing=true").keys() == {other.movie.pk}
        assert self.next_shows(api, f"q=ameli&venue={cinema.venue.pk}").keys() == set()
