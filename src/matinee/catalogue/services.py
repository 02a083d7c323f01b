"""Imports of films into the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from matinee.catalogue.errors import BadRow, MoviesUnreadable
from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import FilmOfFile, Key, MovieFile, film_key, language_problems, read_movies

BATCH = 500

State = Literal["add", "change", "same"]


@dataclass(frozen=True, slots=True)
class ImportedFilm:
    """What an import does, or would do, with one film."""

    line: int
    title: str
    release_year: int
    state: State
    changes: list[str]
    """The names of the fields that change. Of a new film: none."""


@dataclass(frozen=True, slots=True)
class ImportedMovies:
    """The result of an import, or of its preview, in films."""

    added: int
    changed: int
    unchanged: int
    films: list[ImportedFilm] = field(default_factory=list, compare=False)
    problems: list[BadRow] = field(default_factory=list, compare=False)
    """Lines that are left out."""
    ignored_columns: list[str] = field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True)
class _Step:
    """A film of the file, and the stored film that it is."""

    film: FilmOfFile
    movie: Movie | None
    columns: dict[str, Any]
    changes: list[str]

    @property
    def state(self) -> State:
        if self.movie is None:
            return "add"
        return "change" if self.changes else "same"


def preview_import(*, data: bytes) -> ImportedMovies:
    """What an import of a file would do now. Never raises: problems are part of the result."""
    file = read_movies(data)
    steps, problems = _planned(file, _stored(file.films))
    return _result(file, steps, problems)


def import_movies(*, data: bytes, skip_problems: bool = False) -> ImportedMovies:
    """Import a file of films: add new films, overwrite changed facts.

    All or nothing; with `skip_problems`, lines with problems are left out. Title and year identify a film.
    A film keeps what the file has no column for. Scheduled shows keep their times.

    Raises: MoviesUnreadable, with every bad row.
    """
    return import_file(file=read_movies(data), skip_problems=skip_problems)


def import_file(*, file: MovieFile, skip_problems: bool = False) -> ImportedMovies:
    """Import a file that is read already: that can take seconds, and no transaction should wait for it.

    Raises: MoviesUnreadable.
    """
    try:
        return _import(file, skip_problems)
    except IntegrityError:
        # Somebody has added one of the films meanwhile. Now it is known.
        return _import(file, skip_problems)


@transaction.atomic
def _import(file: MovieFile, skip_problems: bool) -> ImportedMovies:
    # Locked, so that what somebody saves meanwhile is not overwritten with older values.
    stored = _stored(file.films).select_for_update(no_key=True)
    steps, problems = _planned(file, stored)
    if problems and not (skip_problems and steps):
        raise MoviesUnreadable(problems=problems)
    _write(steps)
    return _result(file, steps, problems)


def _stored(films: Iterable[FilmOfFile]) -> QuerySet[Movie]:
    """The films of the same years: PostgreSQL does not compare titles as `film_key` does."""
    return Movie.objects.filter(release_year__in={film.release_year for film in films}).order_by("pk")


def _planned(file: MovieFile, stored: Iterable[Movie]) -> tuple[list[_Step], list[BadRow]]:
    exact: dict[tuple[str, int | None], Movie] = {}
    similar: dict[Key, Movie] = {}
    for movie in stored:
        exact[movie.title, movie.release_year] = movie
        similar.setdefault(film_key(movie.title, movie.release_year), movie)
    steps, problems = [], list(file.problems)
    for film in file.films:
        step = _step(film, exact.get((film.title, film.release_year)) or similar.get(film.key))
        if reasons := list(language_problems(step.columns.get("translations", {}))):
            problems.append(BadRow(line=film.line, reason=" ".join(reasons)))
        else:
            steps.append(step)
    return steps, sorted(problems, key=lambda one: one["line"])


def _step(film: FilmOfFile, movie: Movie | None) -> _Step:
    columns = film.columns(movie)
    changes = [name for name, value in columns.items() if movie and getattr(movie, name) != value]
    return _Step(film, movie, columns, changes)


def _write(steps: Sequence[_Step]) -> None:
    Movie.objects.bulk_create((Movie(**one.columns) for one in steps if one.state == "add"), BATCH)
    changed = []
    fields = {"version"}
    for one in steps:
        if one.movie and one.changes:
            for name in one.changes:
                setattr(one.movie, name, one.columns[name])
            one.movie.version += 1
            fields.update(one.changes)
            changed.append(one.movie)
    if changed:
        Movie.objects.bulk_update(changed, sorted(fields), BATCH)


def _result(file: MovieFile, steps: Sequence[_Step], problems: list[BadRow]) -> ImportedMovies:
    states = [one.state for one in steps]
    films = [
        ImportedFilm(one.film.line, one.film.title, one.film.release_year, one.state, one.changes)
        for one in steps
    ]
    return ImportedMovies(
        states.count("add"),
        states.count("change"),
        states.count("same"),
        films,
        problems,
        file.ignored_columns,
    )
