"""GET /api/movies/ and GET /api/venues/."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.catalogue.models import Movie
from matinee.venues.services import create_hall
from tests.api.client import Api, assert_invalid, assert_problem
from tests.cinema import Cinema, make_cinema


def test_a_movie_has_every_field(api: Api, cinema: Cinema) -> None:
    Movie.objects.update(
        title="Vertigo",
        director="Alfred Hitchcock",
        release_year=1958,
        original_language="en",
        poster_url="https://example.org/vertigo.jpg",
    )
    assert api.get("/api/movies/").json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": cinema.movie.pk,
                "title": "Vertigo",
                "duration_minutes": 100,
                "genre": "Drama",
                "rating": "PG",
                "director": "Alfred Hitchcock",
                "release_year": 1958,
                "original_language": "en",
                "poster_url": "https://example.org/vertigo.jpg",
            }
        ],
    }


def test_one_movie(api: Api, cinema: Cinema) -> None:
    make_cinema()
    with CaptureQueriesContext(connection) as captured:
        found = api.get(f"/api/movies/{cinema.movie.pk}/")
    assert (found.status_code, len(captured)) == (200, 1)
    assert found.json() in api.get("/api/movies/").json()["results"]
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
        ("q=x", "q"),
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
