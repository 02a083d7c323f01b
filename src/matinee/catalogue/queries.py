"""Reads about films."""

from django.db.models import QuerySet

from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.models import Movie
from matinee.catalogue.movie_file import film_key


def movies() -> QuerySet[Movie]:
    """Every film of the catalogue."""
    return Movie.objects.all()


def get_movie(movie_id: int) -> Movie:
    """One film.

    Raises: MovieNotFound.
    """
    movie = Movie.objects.filter(pk=movie_id).first()
    if movie is None:
        raise MovieNotFound(movie_id=movie_id)
    return movie


def same_film(title: str, release_year: int | None, *, besides: int | None = None) -> int | None:
    """The id of another film with this title, in any case and spacing, and this year; None without one."""
    wanted = film_key(title, release_year)
    films = Movie.objects.filter(release_year=release_year).order_by("pk").values_list("pk", "title")
    return next((pk for pk, name in films if pk != besides and film_key(name, release_year) == wanted), None)
