"""Changes to venues and halls."""

import re
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from matinee.core.validation import check_values, validate_row
from matinee.venues.models import Hall, Seat, Venue
from matinee.venues.plans import MAX_LINES, MAX_WIDTH, read_plan, rectangular_plan

ROW_NAME = "[A-Z]{1,2}"

MAX_CURVE = 10.0
"""Row pitches, more than in any real hall."""


def create_hall(
    *,
    venue: Venue,
    name: str,
    plan: str = "",
    rows: int = 0,
    seats_per_row: int = 0,
    aisles: Sequence[int] = (),
    first_row: str = "A",
    curve: float = 0.0,
    cleaning_minutes: int = 15,
) -> Hall:
    """Create a hall with the seats of a drawn `plan`, or with `rows` times `seats_per_row` standard seats.

    `aisles` are the numbers of the seats to the left of an aisle, `first_row` names the row nearest the
    screen, and `curve` bends the rows around it, in row pitches. Raises: PlanUnreadable, Invalid.
    """
    check_values(
        rows=(rows, _below(MAX_LINES)),
        seats_per_row=(seats_per_row, _below(MAX_WIDTH)),
        aisles=(aisles, _inside(seats_per_row)),
        first_row=(first_row, _row_name),
        curve=(curve, _curve),
    )
    planned = read_plan(plan or rectangular_plan(rows, seats_per_row, aisles), curve, first_row)
    hall = Hall(
        venue=venue,
        name=name,
        capacity=len(planned),
        rows=len({seat.row_letter for seat in planned}),
        seats_per_row=max(seat.seat_number for seat in planned),
        cleaning_minutes=cleaning_minutes,
        plan_version=1,
    )
    validate_row(hall)
    with transaction.atomic():
        hall.save(force_insert=True)
        Seat.objects.bulk_create(
            Seat(
                hall=hall,
                plan_version=hall.plan_version,
                # Not the database's defaults: with plain values only, Django sends one array per column.
                plan_seat_id="",
                section="",
                label="",
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


def _below(highest: int) -> Callable[[int], int]:
    def check(number: int) -> int:
        if not 0 <= number <= highest:
            raise ValidationError(
                _("Enter a number from %(lowest)s to %(highest)s.") % {"lowest": 0, "highest": highest}
            )
        return number

    return check


def _curve(pitches: float) -> float:
    # NaN is in no range.
    if not -MAX_CURVE <= pitches <= MAX_CURVE:
        limits = {"lowest": f"{-MAX_CURVE:g}", "highest": f"{MAX_CURVE:g}"}
        raise ValidationError(_("Enter a number from %(lowest)s to %(highest)s.") % limits)
    return pitches


def _inside(seats_per_row: int) -> Callable[[Sequence[int]], Sequence[int]]:
    def check(aisles: Sequence[int]) -> Sequence[int]:
        if not all(1 <= seat < seats_per_row for seat in aisles):
            raise ValidationError(_("An aisle is after a seat that is not the last one of its row."))
        return aisles

    return check


def _row_name(letters: str) -> str:
    if not re.fullmatch(ROW_NAME, letters):
        raise ValidationError(_("Enter one or two letters from A to Z."))
    return letters
