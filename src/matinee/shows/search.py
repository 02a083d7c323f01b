"""Search for films by title, original title, translated titles, director and cast.

The films' texts are kept in the process by the version of their rows, so that no result is out of date.
"""

from collections.abc import Iterable
from hashlib import blake2b
from importlib.resources import files

from matinee.catalogue.models import Movie
from matinee.core.bounded_cache import BoundedCache
from matinee.core.text_search import SearchText, find
from matinee.runtime.prepared_statements import fetch_all

COMING_FILMS = (files("matinee.shows.sql") / "coming_films.sql").read_text("utf-8")
ALL_FILMS = "SELECT id, (xmin, ctid)::text FROM movie ORDER BY id"

_texts: BoundedCache[tuple[int, str], SearchText] = BoundedCache(max_values=20_000, max_length=20_000_000)
"""By film and version of its row. A text has less than 1,000 characters as a rule."""

_results: BoundedCache[tuple[str, bytes], list[int]] = BoundedCache(max_values=500, max_length=1_000_000)
"""By search and by the versions of the films that it is among."""


def found_movie_ids(search: str, *, coming: bool) -> list[int]:
    """Return the ids of the films that a search finds: among all, or those with shows that are not closed."""
    versions: dict[int, str] = dict(fetch_all(COMING_FILMS if coming else ALL_FILMS, {}))
    key = (search, blake2b(repr(versions).encode(), digest_size=16).digest())
    return _results.get(key, lambda: find(_texts_of(versions), search))


def _texts_of(versions: dict[int, str]) -> dict[int, SearchText]:
    texts = _texts.get_many(versions.items(), _read_texts)
    return {pk: text for (pk, _), text in texts.items()}


def _read_texts(missing: list[tuple[int, str]]) -> dict[tuple[int, str], SearchText]:
    versions = dict(missing)
    return {(movie.pk, versions[movie.pk]): _text(movie) for movie in _movies(versions)}


def _movies(ids: Iterable[int]) -> Iterable[Movie]:
    return Movie.objects.filter(pk__in=list(ids)).only(
        "title", "original_title", "director", "cast", "translations"
    )


def _text(movie: Movie) -> SearchText:
    titles = [texts.get("title", "") for texts in movie.translations.values()]
    return SearchText.of(
        filter(None, [movie.title, movie.original_title, *titles, movie.director, *movie.cast])
    )
