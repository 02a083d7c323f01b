"""Reads about holds and proposals. None of them locks: the services check again under the lock."""

from matinee.booking.availability import taken_seats
from matinee.booking.best_seats.geometry import Place
from matinee.booking.best_seats.propose import Proposal, best_seats
from matinee.booking.checks import require_live
from matinee.booking.errors import SeatNotFound
from matinee.booking.models import Booking
from matinee.booking.rules import Hold
from matinee.booking.tokens import HoldToken
from matinee.core.clock import database_now
from matinee.shows.models import Show
from matinee.venues.models import Seat


def current_hold(token: HoldToken) -> Hold:
    """Return the bearer's hold, LOCKED or BOOKED.

    Raises: HoldExpired.
    """
    rows = list(Booking.objects.of_hold(hold_id=token.hold_id, show_id=token.show_id))
    now = database_now()
    require_live(rows, now)
    return Hold.of(rows, now)


def best_seats_of(show: Show, *, count: int, near: int | None) -> Proposal:
    """Propose free seats to `count` people, around the seat with the id `near` if there is one.

    Raises: SeatNotFound, for a seat that is not in the show's plan.
    """
    taken = taken_seats(show.pk, None)
    unavailable = {*taken.booked, *taken.locked}
    seats = Seat.objects.filter(hall=show.hall_id, plan_version=show.plan_version).order_by("pk")
    columns = ("pk", "row_letter", "seat_number", "type", "x", "y", "in_service")
    places = [
        Place._make((pk, *facts, in_service and pk not in unavailable))
        for pk, *facts, in_service in seats.values_list(*columns)
    ]
    wanted = next((place for place in places if place.id == near), None)
    if near is not None and wanted is None:
        raise SeatNotFound(seat_ids=[near])
    return best_seats(places, count, wanted)
