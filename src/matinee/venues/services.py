"""Changes to venues and halls."""

from django.db import transaction

from matinee.venues.models import Hall, Seat, Venue
from matinee.venues.plans import read_plan, rectangular_plan


def create_hall(
    *,
    venue: Venue,
    name: str,
    plan: str = "",
    rows: int = 0,
    seats_per_row: int = 0,
    curve: float = 0.0,
    cleaning_minutes: int = 15,
) -> Hall:
    """Open a hall with its seats: those of a drawn `plan`, or `rows` times `seats_per_row` plain ones.

    `curve` bends its rows around the screen, in row pitches. All or nothing. Raises: PlanUnreadable.
    """
    planned = read_plan(plan or rectangular_plan(rows, seats_per_row), curve)
    with transaction.atomic():
        hall = Hall.objects.create(
            venue=venue,
            name=name,
            capacity=len(planned),
            rows=len({seat.row_letter for seat in planned}),
            seats_per_row=max(seat.seat_number for seat in planned),
            cleaning_minutes=cleaning_minutes,
        )
        Seat.objects.bulk_create(
            Seat(
                hall=hall,
                plan_version=hall.plan_version,
                row_letter=seat.row_letter,
                seat_number=seat.seat_number,
                type=seat.type,
                x=seat.x,
                y=seat.y,
                in_service=seat.in_service,
            )
            for seat in planned
        )
    return hall
