"""Programme and seat map in the shapes of the HTTP contract."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from matinee.booking.best_seats.propose import Proposal
from matinee.catalogue.models import Movie
from matinee.core.money import money_string
from matinee.pricing.queries import PriceList
from matinee.shows.models import Show
from matinee.shows.rules import is_on_sale
from matinee.venues.models import Hall, Venue

Json = dict[str, Any]


@dataclass(frozen=True)
class SeatCount:
    """How many seats a show offers, and how many of them are taken."""

    total: int
    taken: int


def movie_json(movie: Movie) -> Json:
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


def venue_json(venue: Venue) -> Json:
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


def venue_with_halls_json(venue: Venue) -> Json:
    """A cinema and its halls."""
    halls = [hall_json(hall, hall.plan_version) for hall in venue.halls.all()]
    return {**venue_json(venue), "halls": halls}


def hall_json(hall: Hall, plan_version: int) -> Json:
    """A hall, and which version of its plan is meant."""
    return {
        "id": hall.pk,
        "name": hall.name,
        "rows": hall.rows,
        "seats_per_row": hall.seats_per_row,
        "capacity": hall.capacity,
        "plan_version": plan_version,
    }


def screening_json(show: Show, *, on_sale: bool) -> Json:
    """A show; its times as clocks at the venue show them."""
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


def show_json(show: Show, count: SeatCount, now: datetime) -> Json:
    """A show and how many of its seats are left."""
    return {
        **screening_json(show, on_sale=is_on_sale(show, now)),
        "seats_total": count.total,
        "seats_available": count.total - count.taken,
    }


def counted_show_json(show: Show) -> Json:
    """A show of a list that was annotated with its counts and the time of reading."""
    read = vars(show)
    count = SeatCount(total=read["seats_total"], taken=read["seats_taken"])
    return show_json(show, count, read["read_at"])


def best_seats_json(show: Show, count: int, proposal: Proposal, prices: PriceList) -> Json:
    """Seats that are proposed to `count` people, and what they cost at the default ticket type."""
    return {
        "show_id": show.pk,
        "count": count,
        "together": proposal.together,
        "seats": [
            {
                "id": place.id,
                "row": place.row,
                "number": place.number,
                "type": place.type,
                "price": prices.string(prices.price(place.type)),
            }
            for place in proposal.places
        ],
        "seat_ids": [place.id for place in proposal.places],
        "total": prices.string(sum((prices.price(place.type) for place in proposal.places), Decimal(0))),
        "currency": prices.currency,
    }
