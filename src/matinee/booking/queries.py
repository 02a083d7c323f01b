"""Reads about who has which seat. None of them locks; the verbs judge again under the lock."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from matinee.booking.best_seats.geometry import Place
from matinee.booking.best_seats.propose import Proposal, best_seats
from matinee.booking.checks import refuse_expired
from matinee.booking.errors import SeatNotFound, Suggestion
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken
from matinee.core.clock import database_now
from matinee.shows.models import Show
from matinee.venues.models import Seat

SUGGESTIONS = 4

NEAREST_FREE = """
WITH lost AS MATERIALIZED (SELECT x, y, type FROM seat WHERE id = ANY(%(lost)s::bigint[]))
SELECT seat.id, row_letter, seat_number
FROM show JOIN seat USING (hall_id, plan_version)
WHERE show.id = %(show)s AND in_service AND seat.id <> ALL(%(wanted)s::bigint[]) AND NOT EXISTS (
    SELECT FROM booking
    WHERE show_id = %(show)s AND seat_id = seat.id
      AND (booking.status = 'BOOKED' OR locked_until > clock_timestamp()))
ORDER BY seat.type NOT IN (SELECT type FROM lost),
         (SELECT min(abs(seat.x - lost.x) + 2 * abs(seat.y - lost.y)) FROM lost), seat.id
LIMIT %(most)s
"""


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


def nearest_free(*, show_id: int, lost: Collection[int], wanted: Collection[int]) -> list[Suggestion]:
    """The few free seats closest to the lost ones, and not wanted anyway; the same types of seat first.

    Another row counts double, since people would rather move sideways.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST_FREE,
            {"show": show_id, "lost": list(lost), "wanted": list(wanted), "most": SUGGESTIONS},
        )
        return [Suggestion._make(row) for row in cursor.fetchall()]


def best_seats_of(show: Show, *, count: int, near: int | None) -> Proposal:
    """Free seats to propose to `count` people, around the seat with the id `near` if there is one.

    Raises: SeatNotFound, for a seat that is not in the show's plan.
    """
    taken = set(taken_rows(show.pk).values_list("seat_id", flat=True))
    seats = Seat.objects.filter(hall=show.hall_id, plan_version=show.plan_version).order_by("pk")
    columns = ("pk", "row_letter", "seat_number", "type", "x", "y", "in_service")
    places = [
        Place._make((pk, *facts, in_service and pk not in taken))
        for pk, *facts, in_service in seats.values_list(*columns)
    ]
    wished = next((place for place in places if place.id == near), None)
    if near is not None and wished is None:
        raise SeatNotFound(seat_ids=[near])
    return best_seats(places, count, wished)


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
