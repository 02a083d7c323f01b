"""Changes of films by staff. Films belong to all cinemas: staff who manage films at one may change them.

The rights of the actor are read under the lock of the film.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from matinee.audit.services import Actor, record
from matinee.catalogue.errors import MovieExists, MovieHasShows
from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import read_movies
from matinee.catalogue.posters import delete_poster, rendered, store_poster
from matinee.catalogue.queries import get_movie, same_film
from matinee.catalogue.services import ImportedMovies, import_file
from matinee.core.validation import validate_row
from matinee.staff.errors import ChangedMeanwhile, NotPermitted
from matinee.staff.locking import lock_film, lock_film_and_its_shows
from matinee.staff.permissions import Permission
from matinee.staff.queries import access_of

FILM = "film"
FACTS = ("title", "release_year", "duration_minutes")
"""What the trail keeps. Directors and casts are people: it names only the fields that changed."""


@transaction.atomic
def add_film(*, actor: Actor, values: Mapping[str, Any]) -> Movie:
    """Add a film.

    Raises: NotPermitted, Invalid, MovieExists.
    """
    _check_right(actor)
    movie = Movie(**values)
    _save(movie)
    record(actor, "film added", object_type=FILM, object_id=movie.pk, facts={"after": _facts(movie)})
    return movie


@transaction.atomic
def change_film(*, actor: Actor, movie_id: int, version: int, values: Mapping[str, Any]) -> Movie:
    """Change a film. What is not in `values` stays. Scheduled shows keep their times.

    Raises: MovieNotFound, ChangedMeanwhile, NotPermitted, Invalid, MovieExists.
    """
    movie = lock_film(movie_id)
    _check(actor, movie, version)
    before = _facts(movie)
    changed = sorted(name for name, value in values.items() if getattr(movie, name) != value)
    for name, value in values.items():
        setattr(movie, name, value)
    movie.version += 1
    _save(movie)
    facts = {"before": before, "after": _facts(movie), "fields": changed}
    record(actor, "film changed", object_type=FILM, object_id=movie.pk, facts=facts)
    return movie


@transaction.atomic
def delete_film(*, actor: Actor, movie_id: int, version: int) -> None:
    """Delete a film without shows, and its poster.

    Raises: MovieNotFound, ChangedMeanwhile, NotPermitted, MovieHasShows.
    """
    movie = lock_film_and_its_shows(movie_id)
    _check(actor, movie, version)
    before = _facts(movie)
    try:
        movie.delete()
    except ProtectedError as error:
        raise MovieHasShows(shows=len(error.protected_objects)) from error
    record(actor, "film deleted", object_type=FILM, object_id=movie_id, facts={"before": before})


def set_poster(*, actor: Actor, movie_id: int, version: int, data: bytes) -> Movie:
    """Make the picture of a file the film's poster, in place of an earlier one.

    Raises: MovieNotFound, Invalid, Busy, ChangedMeanwhile, NotPermitted.
    """
    get_movie(movie_id)
    pictures = rendered(data)
    with transaction.atomic():
        movie = lock_film(movie_id)
        _check(actor, movie, version)
        store_poster(movie, pictures)
        return _save_poster(actor, movie, "film poster set")


@transaction.atomic
def remove_poster(*, actor: Actor, movie_id: int, version: int) -> Movie:
    """Delete the uploaded poster of a film.

    Raises: MovieNotFound, ChangedMeanwhile, NotPermitted.
    """
    movie = lock_film(movie_id)
    _check(actor, movie, version)
    delete_poster(movie)
    return _save_poster(actor, movie, "film poster removed")


def import_films(*, actor: Actor, data: bytes, skip_problems: bool) -> ImportedMovies:
    """Import a file of films. With `skip_problems`, lines with problems are left out.

    Raises: NotPermitted, MoviesUnreadable.
    """
    file = read_movies(data)
    with transaction.atomic():
        _check_right(actor)
        result = import_file(file=file, skip_problems=skip_problems)
        if result.added or result.changed:
            after = {"added": result.added, "changed": result.changed, "left_out": len(result.problems)}
            record(actor, "films imported", object_type="film import", object_id=1, facts={"after": after})
    return result


def _check_right(actor: Actor) -> None:
    if not access_of(actor).may_somewhere(Permission.MANAGE_FILMS):
        raise NotPermitted.needs(Permission.MANAGE_FILMS)


def _check(actor: Actor, movie: Movie, version: int) -> None:
    """Check the actor's right, and that a locked film is as the actor has seen it."""
    _check_right(actor)
    if movie.version != version:
        raise ChangedMeanwhile(current={"version": movie.version})


def _save(movie: Movie) -> None:
    """Raises: Invalid, MovieExists."""
    validate_row(movie, exclude=["created_at"])
    _check_free(movie)
    try:
        with transaction.atomic():
            movie.save()
    except IntegrityError as error:
        # Somebody has saved the same film since it was looked up.
        _check_free(movie)
        raise error
    movie.refresh_from_db()


def _check_free(movie: Movie) -> None:
    other = same_film(movie.title, movie.release_year, besides=movie.pk)
    if other is not None:
        raise MovieExists(movie_id=other)


def _save_poster(actor: Actor, movie: Movie, action: str) -> Movie:
    movie.version += 1
    movie.save(update_fields=["poster_digest", "version"])
    record(actor, action, object_type=FILM, object_id=movie.pk, facts={"after": _facts(movie)})
    return movie


def _facts(movie: Movie) -> dict[str, Any]:
    return {name: getattr(movie, name) for name in FACTS}
