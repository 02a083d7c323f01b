"""Changes to the catalogue of films."""

from dataclasses import dataclass

from django.db import transaction

from matinee.catalogue.errors import BadRow, MoviesUnreadable
from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import FACTS, MovieFacts, language_problems, read_movies

KEY = {"title", "release_year"}
"""The columns that identify a film."""


@dataclass(frozen=True, slots=True)
class ImportedMovies:
    """The result of an import, in films."""

    added: int
    changed: int
    unchanged: int


def import_movies(*, data: bytes) -> ImportedMovies:
    """Import a file of films, all or nothing: add new films, overwrite changed facts.

    Title and year identify a film. A film keeps what the file has no column for. Scheduled shows keep their
    times. Raises: MoviesUnreadable.
    """
    films = read_movies(data)
    with transaction.atomic():
        stored = Movie.objects.filter(title__in=[facts.title for facts in films])
        # Locked, so that translations that are saved meanwhile are not overwritten with older ones.
        known = {
            (movie.title, movie.release_year): movie for movie in stored.select_for_update().order_by("pk")
        }
        rows = [(known.get(film.key), film) for film in films]
        _check_languages(rows)
        changed = [film.columns(movie) for movie, film in rows if _differs(movie, film)]
        added = sum(movie is None for movie, _ in rows)
        Movie.objects.bulk_create(
            [Movie(**columns) for columns in changed],
            update_conflicts=True,
            unique_fields=["title", "release_year"],
            update_fields=sorted({name for columns in changed for name in columns} - KEY) or FACTS,
        )
    return ImportedMovies(added=added, changed=len(changed) - added, unchanged=len(films) - len(changed))


def _check_languages(rows: list[tuple[Movie | None, MovieFacts]]) -> None:
    """Raises: MoviesUnreadable, if a known film's translations and those of the file are too many."""
    problems = [
        BadRow(line=film.line, reason=reason)
        for movie, film in rows
        for reason in language_problems(film.columns(movie).get("translations", {}))
    ]
    if problems:
        raise MoviesUnreadable(problems=problems)


def _differs(movie: Movie | None, film: MovieFacts) -> bool:
    columns = film.columns(movie)
    return movie is None or any(getattr(movie, name) != value for name, value in columns.items())
