"""Reads about films."""

from django.db.models import QuerySet

from matinee.catalogue.errors import MovieNotFound
from matinee.catalogue.models import Movie


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
