"""Changes to the catalogue of films."""

from dataclasses import dataclass

from django.db import transaction

from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import POSTER, MovieFacts, read_movies

FACTS = ["duration_minutes", "genre", "rating", "director"]


@dataclass(frozen=True, slots=True)
class ImportedMovies:
    """The result of an import, in films."""

    added: int
    changed: int
    unchanged: int


def import_movies(*, data: bytes) -> ImportedMovies:
    """Import a file of films, all or nothing: add new films, overwrite changed facts.

    Title and year identify a film. Scheduled shows keep their times.
    Raises: MoviesUnreadable.
    """
    films = read_movies(data)
    with transaction.atomic():
        known = {
            (movie.title, movie.release_year): movie
            for movie in Movie.objects.filter(title__in=[facts.title for facts in films])
        }
        changed = [facts for facts in films if _differs(known.get((facts.title, facts.release_year)), facts)]
        added = sum((facts.title, facts.release_year) not in known for facts in films)
        Movie.objects.bulk_create(
            [Movie(**facts.columns()) for facts in changed],
            update_conflicts=True,
            unique_fields=["title", "release_year"],
            update_fields=[*FACTS, *([POSTER] if any(POSTER in facts.columns() for facts in films) else [])],
        )
    return ImportedMovies(added=added, changed=len(changed) - added, unchanged=len(films) - len(changed))


def _differs(movie: Movie | None, facts: MovieFacts) -> bool:
    return movie is None or any(getattr(movie, name) != value for name, value in facts.columns().items())
