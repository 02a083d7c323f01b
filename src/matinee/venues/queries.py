"""Reads about venues, halls and seats."""

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Length

from matinee.venues.models import Hall, Seat, Venue


def venues_with_halls() -> QuerySet[Venue]:
    """Every venue with its halls, these by name."""
    return Venue.objects.prefetch_related(Prefetch("halls", Hall.objects.order_by("name", "pk")))


def seats_of_plan(*, hall_id: int, plan_version: int) -> list[Seat]:
    """The seats of one plan of a hall, row A first, row AA after Z, each row by number."""
    return list(
        Seat.objects.filter(hall=hall_id, plan_version=plan_version).order_by(
            Length("row_letter"), "row_letter", "seat_number"
        )
    )
