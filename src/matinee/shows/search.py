"""Search for films by title, original title, translated titles, director and cast.

The films' texts are kept in the process by the version of their rows, so that no result is out of date.
"""

from collections.abc import Iterable
from hashlib import blake2b
from importlib.resources import files

from matinee.catalogue.models import Movie
from matinee.core.text_search import SearchText, find
from matinee.runtime.prepared_statements import fetch_all

COMING_FILMS = (files("matinee.shows.sql") / "coming_films.sql").read_text("utf-8")
ALL_FILMS = "SELECT id, (xmin, ctid)::text FROM movie ORDER BY id"

MAX_FILMS = 20_000
"""How many films' texts are kept: about 1 kB each."""

MAX_RESULTS = 500
"""How many results are kept."""

_texts: dict[int, tuple[str, SearchText]] = {}
"""By film: the version of its row, and its text."""

_results: dict[tuple[str, bytes], list[int]] = {}
"""By search and by the versions of the films that it is among."""


def found_movie_ids(search: str, *, coming: bool) -> list[int]:
    """Return the ids of the films that a search finds: among all, or those with shows that are not closed."""
    versions: dict[int, str] = dict(fetch_all(COMING_FILMS if coming else ALL_FILMS, {}))
    key = (search, blake2b(repr(versions).encode(), digest_size=16).digest())
    found = _results.get(key)
    if found is None:
        if len(_results) >= MAX_RESULTS:
            _results.clear()
        found = _results[key] = find(_texts_of(versions), search)
    return found


def _texts_of(versions: dict[int, str]) -> dict[int, SearchText]:
    known = {pk: _texts.get(pk, ("", None)) for pk in versions}
    missing = [pk for pk, version in versions.items() if known[pk][0] != version]
    if missing:
        if len(_texts) > MAX_FILMS:
            _texts.clear()
        made = {movie.pk: (versions[movie.pk], _text(movie)) for movie in _movies(missing)}
        _texts.update(made)
        known.update(made)
    return {pk: text for pk, (version, text) in known.items() if text and version == versions[pk]}


def _movies(ids: Iterable[int]) -> Iterable[Movie]:
    return Movie.objects.filter(pk__in=list(ids)).only(
        "title", "original_title", "director", "cast", "translations"
    )


def _text(movie: Movie) -> SearchText:
    titles = [texts.get("title", "") for texts in movie.translations.values()]
    return SearchText.of(
        filter(None, [movie.title, movie.original_title, *titles, movie.director, *movie.cast])
    )
