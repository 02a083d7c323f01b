"""Films for staff: list, search, add, change, delete."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from matinee.audit.models import AuditEntry
from matinee.catalogue.models import Movie
from matinee.staff.permissions import Role
from tests.api.staff.pictures import a_film
from tests.api.staff.team import as_program, as_role, problem
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db

FILMS = "/api/staff/movies/"

AMELIE = {
    "title": "Amelie",
    "original_title": "Le fabuleux destin d’Amélie Poulain",
    "release_year": 2001,
    "duration_minutes": 122,
    "genre": "Comedy",
    "rating": "R",
    "ratings": {"DE": "6", "US": "R"},
    "director": "Jean-Pierre Jeunet",
    "cast": ["Audrey Tautou", "Mathieu Kassovitz"],
    "synopsis": "One.\n\nTwo.",
    "original_language": "fr",
    "trailer_url": "https://example.org/trailer",
    "poster_url": "https://example.org/poster.jpg",
    "audio_description": ["de"],
    "captions": ["de", "en-GB"],
    "translations": {"de": {"title": "Die fabelhafte Welt der Amélie", "genre": "Komödie"}},
}


def address(movie_id: int) -> str:
    return f"{FILMS}{movie_id}/"


def titles(response: Any) -> list[str]:
    return [one["title"] for one in response.json()["results"]]


def test_a_film_has_all_its_fields_from_the_first_request_on() -> None:
    programmer = as_role(Role.PROGRAMMER)
    response = programmer.post(FILMS, AMELIE)
    assert response.status_code == 201
    film = response.json()
    assert {name: film[name] for name in AMELIE} == AMELIE
    assert (film["version"], film["poster"]) == (1, "")
    assert programmer.get(address(film["id"])).json() == film


def test_title_and_running_time_are_enough() -> None:
    film = as_role(Role.PROGRAMMER).post(FILMS, {"title": " Alien ", "duration_minutes": 117}).json()
    assert (film["title"], film["release_year"], film["cast"], film["translations"]) == (
        "Alien",
        None,
        [],
        {},
    )


def test_staff_who_manage_films_at_one_cinema_change_the_films_of_all(cinema: Cinema) -> None:
    film = a_film()
    client = as_program(Role.PROGRAMMER, cinema.venue.pk)
    changed = client.patch(address(film.pk), {"version": 1, "director": "Ridley Scott"})
    assert (changed.status_code, changed.json()["director"], changed.json()["version"]) == (
        200,
        "Ridley Scott",
        2,
    )
    (entry,) = AuditEntry.objects.filter(action="film changed")
    assert (entry.venue_id, entry.object_id) == (None, film.pk)
    assert entry.facts["fields"] == ["director"]


def test_a_missing_field_stays() -> None:
    programmer = as_role(Role.PROGRAMMER)
    film = programmer.post(FILMS, AMELIE).json()
    changed = programmer.patch(address(film["id"]), {"version": 1, "release_year": None, "cast": []}).json()
    assert changed == {**film, "version": 2, "release_year": None, "cast": []}


def test_a_stale_save_changes_nothing_and_has_the_current_state() -> None:
    programmer = as_role(Role.PROGRAMMER)
    film = a_film()
    programmer.patch(address(film.pk), {"version": 1, "genre": "Horror"})
    response = programmer.patch(address(film.pk), {"version": 1, "genre": "Comedy"})
    assert problem(response) == (409, "changed-meanwhile")
    assert response.json()["current"] == programmer.get(address(film.pk)).json()
    film.refresh_from_db()
    assert (film.genre, film.version) == ("Horror", 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "A\x00"),
        ("title", "\ud800"),
        ("title", "x" * 301),
        ("title", 7),
        ("title", "two\nlines"),
        ("duration_minutes", 0),
        ("duration_minutes", 1441),
        ("duration_minutes", "117"),
        ("duration_minutes", 117.0),
        ("duration_minutes", True),
        ("duration_minutes", 10**30),
        ("release_year", 1887),
        ("release_year", "1979"),
        ("ratings", {"DE": "13"}),
        ("ratings", {"XX": "1"}),
        ("ratings", ["DE"]),
        ("ratings", {"DE": 12}),
        ("cast", "Ada"),
        ("cast", [None]),
        ("cast", ["x"] * 51),
        ("cast", ["\x00"]),
        ("synopsis", "x" * 5001),
        ("synopsis", "a\x07b"),
        ("synopsis", None),
        ("trailer_url", "http://example.org/"),
        ("trailer_url", "javascript:alert(1)"),
        ("poster_url", "/posters/a.webp"),
        ("captions", ["german"]),
        ("captions", "de"),
        ("audio_description", [1]),
        ("translations", {"de": {"name": "x"}}),
        ("translations", {"german": {"title": "x"}}),
        ("translations", {"de": {"title": "\x00"}}),
        ("translations", {"de": "x"}),
        ("translations", []),
        ("poster_digest", "0" * 32),
        ("id", 1),
    ],
)
def test_a_bad_value_is_refused_with_its_field(field: str, value: Any) -> None:
    programmer = as_role(Role.PROGRAMMER)
    film = a_film()
    before = Movie.objects.values().get()
    response = programmer.patch(address(film.pk), {"version": 1, field: value})
    assert response.status_code == 400
    if "errors" in response.json() and "body" not in response.json()["errors"]:
        assert [name.split(".")[0] for name in response.json()["errors"]] == [field]
    response = programmer.post(FILMS, {"title": "Other", "duration_minutes": 1, field: value})
    assert response.status_code == 400
    assert Movie.objects.values().get() == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("version", [None, 0, "1", 2**70])
def test_a_change_needs_the_version(version: Any) -> None:
    film = a_film()
    client = as_role(Role.PROGRAMMER)
    assert problem(client.patch(address(film.pk), {"version": version, "genre": "x"})) == (400, "invalid")
    assert problem(client.patch(address(film.pk), {"genre": "x"})) == (400, "invalid")


@pytest.mark.parametrize("title", ["Alien", "ALIEN", " alien  ", "\uff21lien"])
def test_title_and_year_belong_to_one_film(title: str) -> None:
    film, other = a_film(), a_film("Aliens", release_year=1986)
    client = as_role(Role.PROGRAMMER)
    added = client.post(FILMS, {"title": title, "release_year": 1979, "duration_minutes": 1})
    changed = client.patch(address(other.pk), {"version": 1, "title": title, "release_year": 1979})
    for response in (added, changed):
        assert problem(response) == (409, "movie-exists")
        assert response.json()["movie_id"] == film.pk
    assert Movie.objects.count() == 2
    assert client.patch(address(film.pk), {"version": 1, "title": title}).status_code == 200
    assert (
        client.post(FILMS, {"title": title, "release_year": 2030, "duration_minutes": 1}).status_code == 201
    )


def test_the_list_is_searched_and_paged(cinema: Cinema) -> None:
    for title in ("Brazil", "Alien", "Casablanca"):
        a_film(title, director="Ridley Scott" if title == "Alien" else "")
    client = as_role(Role.PROGRAMMER)
    assert titles(client.get(f"{FILMS}?q=aliem")) == ["Alien"]
    assert titles(client.get(f"{FILMS}?q=ridley")) == ["Alien"]
    assert titles(client.get(f"{FILMS}?q=nothing%20of%20this")) == []
    first = client.get(f"{FILMS}?page_size=2")
    assert titles(first) == ["Alien", "Brazil"]
    second = client.get(first.json()["next"].partition("testserver")[2])
    assert titles(second) == ["Casablanca", cinema.movie.title]
    by_title = {one["title"]: one["next_show_at"] for one in second.json()["results"]}
    assert by_title["Casablanca"] is None
    assert by_title[cinema.movie.title] is not None
    for query in ("q=%00", "cursor=x", "page_size=0", "unknown=1", "q=" + "x" * 201):
        assert problem(client.get(f"{FILMS}?{query}")) == (400, "invalid")


def test_a_film_without_shows_is_deleted() -> None:
    film = a_film()
    client = as_role(Role.PROGRAMMER)
    before = client.get(address(film.pk)).json()
    response = client.delete(f"{address(film.pk)}?version=1")
    assert (response.status_code, response.json()) == (200, before)
    assert not Movie.objects.exists()
    assert problem(client.get(address(film.pk))) == (404, "movie-not-found")


def test_a_film_with_shows_stays(cinema: Cinema) -> None:
    client = as_role(Role.PROGRAMMER)
    response = client.delete(f"{address(cinema.movie.pk)}?version=1")
    assert problem(response) == (409, "movie-has-shows")
    assert response.json()["shows"] == 1
    assert Movie.objects.filter(pk=cinema.movie.pk).exists()
    assert not AuditEntry.objects.exists()


def test_a_film_that_somebody_has_changed_is_not_deleted() -> None:
    film = a_film(version=2)
    client = as_role(Role.PROGRAMMER)
    assert problem(client.delete(f"{address(film.pk)}?version=1")) == (409, "changed-meanwhile")
    assert problem(client.delete(address(film.pk))) == (400, "invalid")
    assert Movie.objects.exists()


@pytest.mark.parametrize("movie_id", ["999", "0", "x", "99999999999999999999", "%00"])
def test_an_unknown_film_is_not_found(movie_id: str) -> None:
    client = as_role(Role.PROGRAMMER)
    path = f"{FILMS}{movie_id}/"
    assert problem(client.get(path)) == (404, "movie-not-found")
    assert problem(client.patch(path, {"version": 1})) == (404, "movie-not-found")
    assert problem(client.delete(f"{path}?version=1")) == (404, "movie-not-found")
    assert problem(client.upload("PUT", f"{path}poster/", b"x", version=1)) == (404, "movie-not-found")


def test_the_systems_of_age_ratings_are_listed() -> None:
    systems = as_role(Role.PROGRAMMER).get("/api/staff/age-ratings/").json()["systems"]
    assert {"country": "DE", "system": "FSK", "labels": ["0", "6", "12", "16", "18"]} in systems


def test_messages_about_fields_are_in_german() -> None:
    client = as_role(Role.PROGRAMMER)
    client.headers["Accept-Language"] = "de"
    film = {"title": "", "duration_minutes": "1h", "trailer_url": "x", "captions": ["deutsch"]}
    assert client.post(FILMS, film).json()["errors"] == {
        "title": ["Dieses Feld darf nicht leer sein."],
        "duration_minutes": ["Das muss eine ganze Zahl von 1 bis 1440 sein."],
        "trailer_url": ["„x“ ist keine https-Adresse."],
        "captions": ["„deutsch“ ist keine Liste von Sprachkürzeln wie de oder pt-BR."],
    }


def test_a_change_in_the_admin_counts_for_editors() -> None:
    film = a_film()
    film.genre = "Horror"
    admin.site.get_model_admin(Movie).save_model(RequestFactory().post("/"), film, None, change=True)
    response = as_role(Role.PROGRAMMER).patch(address(film.pk), {"version": 1, "genre": "Comedy"})
    assert problem(response) == (409, "changed-meanwhile")
    assert response.json()["current"]["genre"] == "Horror"
