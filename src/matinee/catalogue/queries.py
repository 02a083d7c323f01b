"""Reads about films."""

from django.db.models import QuerySet

from matinee.catalogue.models import Movie


def movies() -> QuerySet[Movie]:
    """Every film of the catalogue."""
    return Movie.objects.all()
