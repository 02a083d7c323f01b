"""A hall as a party sees it: rows, runs of free seats side by side, and groups that fit into them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from math import hypot
from typing import NamedTuple

from matinee.venues.models import SeatType

SIDEWAYS_PER_ROW = 2
"""A row pitch is about two seat widths, so another row is as far away as two seats."""

WIDEST_JOINT = 0.5
"""Between neighbours, in seat widths; what is wider is an aisle."""


class Place(NamedTuple):
    """A seat of a show's plan; `x` in seat widths, `y` in row pitches, both of its centre."""

    id: int
    row: str
    number: int
    type: str
    x: float
    y: float
    free: bool

    @property
    def people(self) -> int:
        """How many people it seats; it is that many seat widths wide."""
        return 2 if self.type == SeatType.SOFA else 1


class Group(NamedTuple):
    """Neighbours in one row: `run[start:stop]`, `row` counted from the screen."""

    row: int
    run: Sequence[Place]
    start: int
    stop: int

    @property
    def places(self) -> Sequence[Place]:
        """The seats, from the left."""
        return self.run[self.start : self.stop]

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the group."""
        first, last = self.run[self.start], self.run[self.stop - 1]
        return (first.x + last.x) / 2, first.y

    @property
    def people(self) -> int:
        """How many people it seats."""
        return sum(place.people for place in self.places)

    @property
    def lone_seats(self) -> int:
        """How many single seats it leaves beside it, each with no free neighbour. A sofa is never lonely."""
        left = self.start == 1 and self.run[0].people == 1
        right = self.stop == len(self.run) - 1 and self.run[-1].people == 1
        return left + right


def rows_of(places: Iterable[Place]) -> list[list[Place]]:
    """The rows, the nearest to the screen first, each from the left; bent ones straightened."""
    by_name = sorted(places, key=lambda place: (len(place.row), place.row, place.x, place.number))
    rows = [_straight(list(row)) for _, row in groupby(by_name, key=lambda place: place.row)]
    return sorted(rows, key=lambda row: row[0].y)


def runs_of(row: Sequence[Place], offered: Collection[str]) -> list[list[Place]]:
    """The free seats of these types, as far as they are side by side with no aisle and nobody in between."""
    runs: list[list[Place]] = []
    before: Place | None = None
    for place in row:
        if not place.free or place.type not in offered:
            before = None
            continue
        if before is None or _joint(before, place) >= WIDEST_JOINT:
            runs.append([])
        runs[-1].append(place)
        before = place
    return runs


def groups_in(row: int, run: Sequence[Place], size: int) -> Iterator[Group]:
    """Every group of a run that seats exactly `size` people, from the left."""
    stop = people = 0
    for start, first in enumerate(run):
        while people < size and stop < len(run):
            people += run[stop].people
            stop += 1
        if people == size:
            yield Group(row, run, start, stop)
        people -= first.people


def without(run: Sequence[Place], chosen: Collection[int]) -> list[list[Place]]:
    """What is left of a run once these seats are somebody's."""
    pieces = groupby(run, key=lambda place: place.id in chosen)
    return [list(piece) for is_chosen, piece in pieces if not is_chosen]


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """In seat widths."""
    return hypot(one[0] - other[0], SIDEWAYS_PER_ROW * (one[1] - other[1]))


def _straight(row: list[Place]) -> list[Place]:
    middle = max(place.y for place in row)
    return [place if place.y == middle else place._replace(y=middle) for place in row]


def _joint(left: Place, right: Place) -> float:
    return right.x - left.x - (left.people + right.people) / 2
