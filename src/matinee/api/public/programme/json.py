"""The JSON of films, venues, halls and shows."""

from zoneinfo import ZoneInfo

from django.conf import settings

from matinee.api.public.programme.shapes import (
    HallShape,
    MovieShape,
    ScreeningShape,
    VenueShape,
    VenueWithHallsShape,
)
from matinee.catalogue.models import Movie
from matinee.core.money import money_string
from matinee.shows.models import Show
from matinee.venues.models import Hall, Venue


def movie_json(movie: Movie) -> MovieShape:
    """A film."""
    return {
        "id": movie.pk,
        "title": movie.title,
        "duration_minutes": movie.duration_minutes,
        "genre": movie.genre,
        "rating": movie.rating,
        "director": movie.director,
        "release_year": movie.release_year,
        "original_language": movie.original_language,
        "poster_url": movie.poster_url,
    }


def venue_json(venue: Venue) -> VenueShape:
    """A cinema without its halls."""
    return {
        "id": venue.pk,
        "name": venue.name,
        "address": venue.address,
        "city": venue.city,
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


def screening_json(show: Show, *, on_sale: bool) -> ScreeningShape:
    """A show, with its times in the venue's time zone."""
    hall, venue = show.hall, show.hall.venue
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
        "format": show.format,
        "audio_language": show.audio_language,
        "subtitle_language": show.subtitle_language,
        "movie": movie_json(show.movie),
        "hall": {"id": hall.pk, "name": hall.name},
        "venue": venue_json(venue),
    }
