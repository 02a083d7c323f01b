"""The JSON of films, venues, halls and shows."""

from zoneinfo import ZoneInfo

from django.conf import settings

from matinee.api.public.programme.shapes import (
    AgeRatingShape,
    HallShape,
    ListedMovieShape,
    MovieShape,
    ScreeningShape,
    VenueShape,
    VenueWithHallsShape,
    WholeMovieShape,
)
from matinee.catalogue.age_ratings import RULE_LANGUAGES, AgeRating, age_rating, age_ratings
from matinee.catalogue.models import MEDIUM, SMALL, Movie
from matinee.core.money import money_string
from matinee.shows.models import Show
from matinee.venues.models import Hall, Venue


def movie_json(movie: Movie, language: str = "") -> MovieShape:
    """A film, as shows refer to it."""
    return {
        "id": movie.pk,
        "title": movie.title_in(language),
        "base_title": movie.title,
        "original_title": movie.original_title,
        "duration_minutes": movie.duration_minutes,
        "genre": movie.genre_in(language),
        "base_genre": movie.genre,
        "rating": movie.rating,
        "director": movie.director,
        "release_year": movie.release_year,
        "original_language": movie.original_language,
        "poster_url": movie.poster_address(SMALL),
    }


def whole_movie_json(movie: Movie, language: str = "") -> WholeMovieShape:
    """A film with everything that is known of it."""
    return {
        **movie_json(movie, language),
        "poster_url": movie.poster_address(MEDIUM),
        "synopsis": movie.synopsis_in(language),
        "cast": movie.cast,
        "trailer_url": movie.trailer_url,
        "audio_description": movie.audio_description,
        "captions": movie.captions,
        "age_ratings": [_age_rating_json(one) for one in age_ratings(movie.ratings, language)],
    }


def listed_movie_json(movie: Movie, language: str = "") -> ListedMovieShape:
    """A film of `movies_with_next_show`."""
    start, zone = vars(movie)["next_show_at"], vars(movie)["next_show_zone"]
    return {
        **whole_movie_json(movie, language),
        "next_show_at": start.astimezone(ZoneInfo(zone)) if start else None,
    }


def venue_json(venue: Venue) -> VenueShape:
    """A cinema without its halls."""
    return {
        "id": venue.pk,
        "name": venue.name,
        "address": venue.address,
        "city": venue.city,
        "country": venue.country,
        "region": venue.region,
        "timezone": venue.timezone,
        "currency": venue.currency,
        "day_starts_at": venue.day_starts_at.isoformat("minutes"),
    }


def venue_with_halls_json(venue: Venue) -> VenueWithHallsShape:
    """A cinema and its halls."""
    halls = [hall_json(hall, hall.plan_version) for hall in venue.halls.all()]
    return {**venue_json(venue), "halls": halls}


def hall_json(hall: Hall, plan_version: int) -> HallShape:
    """A hall with this version of its plan."""
    return {
        "id": hall.pk,
        "name": hall.name,
        "rows": hall.rows,
        "seats_per_row": hall.seats_per_row,
        "capacity": hall.capacity,
        "plan_version": plan_version,
    }


def screening_json(show: Show, *, on_sale: bool, language: str = "") -> ScreeningShape:
    """A show, with its times in the venue's time zone."""
    hall, venue = show.hall, show.hall.venue
    rating = age_rating(show.movie.ratings, venue.country, language)
    zone = ZoneInfo(venue.timezone)
    return {
        "id": show.pk,
        "starts_at": show.starts_at.astimezone(zone),
        "feature_starts_at": show.feature_starts_at.astimezone(zone),
        "ends_at": show.ends_at.astimezone(zone),
        "status": show.status,
        "sales_open_at": show.sales_open_at.astimezone(zone),
        "sales_close_at": show.sales_close_at.astimezone(zone),
        "on_sale": on_sale and settings.SELLS_ONLINE,
        "price": money_string(show.price, venue.currency),
        "currency": venue.currency,
        "format": venue.format_in(show.format, language),
        "base_format": show.format,
        "audio_language": show.audio_language,
        "subtitle_language": show.subtitle_language,
        "age_rating": _age_rating_json(rating) if rating else None,
        "movie": movie_json(show.movie, language),
        "hall": {"id": hall.pk, "name": hall.name},
        "venue": venue_json(venue),
    }


def languages_of(show: Show) -> frozenset[str]:
    """The languages in which the JSON of a show may differ from that in its base language."""
    venue = show.hall.venue
    return RULE_LANGUAGES.union(show.movie.translations, venue.format_names, venue.seat_type_names)


def _age_rating_json(rating: AgeRating) -> AgeRatingShape:
    return {
        "country": rating.country,
        "system": rating.system,
        "label": rating.label,
        "minimum_age": rating.minimum_age,
        "rule": rating.rule,
    }
