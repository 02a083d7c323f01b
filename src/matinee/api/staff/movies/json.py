"""The JSON of films for staff."""

from zoneinfo import ZoneInfo

from matinee.api.staff.movies.shapes import (
    AgeRatingSystemsShape,
    FilmShape,
    ImportShape,
    ListedFilmShape,
)
from matinee.catalogue.age_ratings import SYSTEMS
from matinee.catalogue.models import MEDIUM, SMALL, Movie
from matinee.catalogue.services import ImportedMovies


def listed_film_json(movie: Movie) -> ListedFilmShape:
    """A film of `movies_with_next_show`."""
    start, zone = vars(movie)["next_show_at"], vars(movie)["next_show_zone"]
    return {
        "id": movie.pk,
        "title": movie.title,
        "original_title": movie.original_title,
        "release_year": movie.release_year,
        "duration_minutes": movie.duration_minutes,
        "genre": movie.genre,
        "director": movie.director,
        "poster": own_poster(movie, SMALL),
        "next_show_at": start.astimezone(ZoneInfo(zone)) if start else None,
    }


def film_json(movie: Movie) -> FilmShape:
    """Everything about a film."""
    return {
        "id": movie.pk,
        "version": movie.version,
        "title": movie.title,
        "original_title": movie.original_title,
        "release_year": movie.release_year,
        "duration_minutes": movie.duration_minutes,
        "genre": movie.genre,
        "rating": movie.rating,
        "ratings": movie.ratings,
        "director": movie.director,
        "cast": movie.cast,
        "synopsis": movie.synopsis,
        "original_language": movie.original_language,
        "trailer_url": movie.trailer_url,
        "poster_url": movie.poster_url,
        "poster": own_poster(movie, MEDIUM),
        "audio_description": movie.audio_description,
        "captions": movie.captions,
        "translations": movie.translations,
        "created_at": movie.created_at,
    }


def age_rating_systems_json() -> AgeRatingSystemsShape:
    """The systems of age ratings, by country."""
    return {
        "systems": [
            {"country": country, "system": name, "labels": list(labels)}
            for country, (name, labels) in SYSTEMS.items()
        ]
    }


def import_json(result: ImportedMovies, *, dry_run: bool) -> ImportShape:
    """The result of an import or its preview."""
    return {
        "dry_run": dry_run,
        "adds": result.added,
        "changes": result.changed,
        "same": result.unchanged,
        "films": [
            {
                "line": film.line,
                "title": film.title,
                "release_year": film.release_year,
                "state": film.state,
                "changes": film.changes,
            }
            for film in result.films
        ],
        "problems": [{"line": one["line"], "reason": one["reason"]} for one in result.problems],
        "ignored_columns": result.ignored_columns,
    }


def own_poster(movie: Movie, width: int) -> str:
    """The path of an uploaded poster. The staff app shows no pictures of other sites."""
    return movie.poster_address(width) if movie.poster_digest else ""
