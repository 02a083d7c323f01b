"""Two people who change the same film at the same time: the second one is told."""

from functools import partial

import pytest

from matinee.audit.services import COMMAND
from matinee.catalogue.models import Movie
from matinee.catalogue.services import import_movies
from matinee.staff.films import add_film, change_film, delete_film
from tests.races.concurrency import codes, run_concurrently

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def change_together() -> tuple[list[str], Movie]:
    """Two editors who have seen the same state. Return the errors, and the film afterwards."""
    Movie.objects.all().delete()
    film = Movie.objects.create(title="Alien", duration_minutes=117)
    errors = codes(
        run_concurrently(
            *(
                partial(change_film, actor=COMMAND, movie_id=film.pk, version=1, values=values)
                for values in ({"genre": "Horror"}, {"director": "Ridley Scott"})
            )
        )
    )
    film.refresh_from_db()
    return errors, film


def test_one_of_two_editors_is_told() -> None:
    for _ in range(ROUNDS):
        errors, film = change_together()
        assert errors == ["changed-meanwhile"]
        assert film.version == 2
        assert (film.genre == "") != (film.director == "")


@pytest.mark.usefixtures("without_row_locks")
@pytest.mark.faults
def test_control_without_the_lock_both_save() -> None:
    assert any(change_together()[0] == [] for _ in range(ROUNDS))


def test_a_film_is_added_once() -> None:
    for _ in range(ROUNDS):
        Movie.objects.all().delete()
        values = {"title": "Alien", "release_year": 1979, "duration_minutes": 117}
        add = partial(add_film, actor=COMMAND, values=values)
        assert codes(run_concurrently(add, add)) == ["movie-exists"]
        assert Movie.objects.count() == 1


def test_a_film_is_imported_once() -> None:
    for _ in range(ROUNDS):
        Movie.objects.all().delete()
        rows = b"title,year,duration_minutes\nAlien,1979,117\n"
        run = partial(import_movies, data=rows)
        assert codes(run_concurrently(run, run)) == []
        assert Movie.objects.values_list("title", "version").get() == ("Alien", 1)


def test_a_film_is_changed_or_deleted() -> None:
    for _ in range(ROUNDS):
        Movie.objects.all().delete()
        film = Movie.objects.create(title="Alien", duration_minutes=117)
        errors = codes(
            run_concurrently(
                partial(change_film, actor=COMMAND, movie_id=film.pk, version=1, values={"genre": "x"}),
                partial(delete_film, actor=COMMAND, movie_id=film.pk, version=1),
            )
        )
        assert errors in (["changed-meanwhile"], ["movie-not-found"])
        assert Movie.objects.exists() == (errors == ["changed-meanwhile"])
