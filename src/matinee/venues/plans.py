"""Hall plans as text drawings.

Each line is one row, the row nearest the screen first; each sign is one seat width:

    s  standard          w  wheelchair space      ()  sofa, two widths, one seat
    p  premium           c  companion seat        x   standard seat that is out of service
    .  no seat: an aisle, a missing corner

A line without seats is a cross aisle, one row deep. Spaces around a line are ignored. Rows are named
A to Z, then AA, AB, …, or from another letter on; the seats of a row are numbered from 1, left to right,
aisles not counted.

All rows may be bent around the screen: the middle of a row is then `curve` row pitches farther from the
screen than its ends.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase

from django.utils.translation import gettext as _

from matinee.venues.errors import PlanUnreadable
from matinee.venues.models import SeatType

MAX_WIDTH, MAX_LINES = 200, 200
"""In seat widths and in lines, well above the largest halls in the world."""

SIGN = re.compile(r"\(\)|[spwcx.]")
SEAT_TYPES = {
    "s": SeatType.STANDARD,
    "x": SeatType.STANDARD,
    "p": SeatType.PREMIUM,
    "w": SeatType.WHEELCHAIR,
    "c": SeatType.COMPANION,
    "()": SeatType.SOFA,
}


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """One seat; its centre is `x` seat widths from the left wall and `y` row pitches from the screen."""

    row_letter: str
    seat_number: int
    type: SeatType
    x: float
    y: float
    in_service: bool


def row_letters(index: int) -> str:
    """The name of a row, counted from 0: A … Z, AA, AB, …"""
    higher, letter = divmod(index, len(ascii_uppercase))
    return (row_letters(higher - 1) if higher else "") + ascii_uppercase[letter]


def row_index(letters: str) -> int:
    """The reverse of `row_letters`: 0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return index - 1


def rectangular_plan(rows: int, seats_per_row: int, aisles: Collection[int] = ()) -> str:
    """The plan of a plain hall: standard seats, with an aisle after each seat number in `aisles`."""
    row = "".join("s." if number in aisles else "s" for number in range(1, seats_per_row + 1))
    return "\n".join([row] * rows)


def read_plan(plan: str, curve: float = 0.0, first_row: str = "A") -> list[PlannedSeat]:
    """The seats of a drawn plan, row by row from the screen, each row from the left, bent by `curve`.

    `first_row` is the name of the row nearest the screen, one letter or several.

    Raises: PlanUnreadable.
    """
    seats: list[PlannedSeat] = []
    rows = row_index(first_row)
    lines = [line.strip() for line in plan.strip().splitlines()]
    width = max(map(len, lines), default=0)
    for index, line in enumerate(lines):
        row = list(_read_row(line, index, row_letters(rows)))
        rows += bool(row)
        seats += row
    if not seats:
        raise PlanUnreadable(line=1, column=1, reason=_("There is no seat."))
    return [_curved(seat, curve, width) for seat in seats] if curve else seats


def _curved(seat: PlannedSeat, curve: float, width: int) -> PlannedSeat:
    from_the_middle = 2 * seat.x / width - 1
    return replace(seat, y=round(seat.y + curve * (1 - from_the_middle**2), 3))


def _read_row(line: str, index: int, letters: str) -> Iterator[PlannedSeat]:
    column = number = 0
    if index >= MAX_LINES or len(line) > MAX_WIDTH:
        limits = {"lines": MAX_LINES, "signs": MAX_WIDTH}
        reason = _("At most %(lines)s lines of %(signs)s signs.") % limits
        raise PlanUnreadable(line=index + 1, column=1, reason=reason)
    while column < len(line):
        match = SIGN.match(line, column)
        if match is None:
            reason = _("%(sign)r is no sign of a plan.") % {"sign": line[column]}
            raise PlanUnreadable(line=index + 1, column=column + 1, reason=reason)
        sign = match.group()
        if sign in SEAT_TYPES:
            number += 1
            yield PlannedSeat(
                row_letter=letters,
                seat_number=number,
                type=SEAT_TYPES[sign],
                x=column + len(sign) / 2,
                y=index + 0.5,
                in_service=sign != "x",
            )
        column = match.end()
