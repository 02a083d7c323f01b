"""Reads about who has which seat. None of them locks; the verbs judge again under the lock."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from matinee.booking.judging import refuse_expired
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken
from matinee.core.clock import database_now
from matinee.shows.models import Show
from matinee.venues.models import Seat


def taken_rows(show_id: int) -> QuerySet[Booking]:
    """The seats of a show that nobody else can have now, by seat."""
    return Booking.objects.taken().filter(show_id=show_id).order_by("seat_id")


def current_hold(token: HoldToken) -> Hold:
    """What the bearer has now, LOCKED or BOOKED.

    Raises: HoldExpired.
    """
    rows = list(Booking.objects.of_hold(hold_id=token.hold_id, show_id=token.show_id))
    now = database_now()
    refuse_expired(rows, now)
    return Hold.of(rows, now)


def with_availability(shows: QuerySet[Show]) -> QuerySet[Show]:
    """Annotate `seats_total` (in service) and `seats_taken` of them, in the same query."""
    in_service = Seat.objects.filter(
        hall_id=OuterRef("hall_id"), plan_version=OuterRef("plan_version"), in_service=True
    )
    taken = Booking.objects.taken().filter(show_id=OuterRef("pk"), seat__in_service=True)
    return shows.annotate(seats_total=_count(in_service, "hall_id"), seats_taken=_count(taken, "show_id"))


def _count(rows: QuerySet[Seat] | QuerySet[Booking], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
