"""The geometry of a hall: rows, runs of adjacent free seats, and the groups that fit into them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from math import hypot
from operator import attrgetter
from typing import NamedTuple

from matinee.venues.models import SeatType

SIDEWAYS_PER_ROW = 2
"""The distance between rows, in seat widths."""

WIDEST_JOINT = 0.5
"""The widest gap between neighbours, in seat widths. A wider gap is an aisle."""

SOFA = SeatType.SOFA.value


class Place(NamedTuple):
    """A seat of a show's plan. `x` (in seat widths) and `y` (in rows) are its centre."""

    id: int
    row: str
    number: int
    type: str
    x: float
    y: float
    free: bool

    @property
    def people(self) -> int:
        """How many people it seats, which is also its width in seat widths."""
        return 2 if self.type == SOFA else 1


class Run:
    """Adjacent free seats from the left, without an aisle or a taken seat between them.

    `row` counts from the screen, `index` counts the runs of the row. The `origin` of a part is the whole run.
    """

    __slots__ = ("index", "left", "origin", "people", "places", "right", "row", "types", "xs", "y")

    def __init__(self, row: int, index: int, places: Sequence[Place], origin: "Run | None" = None) -> None:
        """Compute the measures of the run once."""
        self.row, self.index, self.places = row, index, places
        self.origin = origin or self
        self.types = tuple([place.type for place in places])
        self.xs = [place.x for place in places]
        self.y = places[0].y
        self.left, self.right = self.xs[0], self.xs[-1]
        self.people = len(places) + self.types.count(SOFA)

    def without(self, chosen: Collection[int]) -> list["Run"]:
        """Return the parts that are left without the seats with these ids."""
        pieces = groupby(self.places, key=lambda place: place.id in chosen)
        left = [list(piece) for is_chosen, piece in pieces if not is_chosen]
        return [Run(self.row, self.index, piece, self.origin) for piece in left]


class Window(NamedTuple):
    """Adjacent seats of a run, `places[start:stop]`. It depends only on the types of the run's seats."""

    start: int
    stop: int
    single_seats: int
    """How many single seats without a free neighbour it leaves. A sofa does not count."""


class Group(NamedTuple):
    """Adjacent seats of one row: the places of a window."""

    run: Run
    window: Window
    x: float
    """The middle of the group."""

    @property
    def row(self) -> int:
        """The number of the row, from the screen."""
        return self.run.row

    @property
    def y(self) -> float:
        """The position of the row."""
        return self.run.y

    @property
    def single_seats(self) -> int:
        """How many single seats it leaves."""
        return self.window.single_seats

    @property
    def places(self) -> Sequence[Place]:
        """The seats, from the left."""
        return self.run.places[self.window.start : self.window.stop]

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the seats, from the left."""
        return self.run.types[self.window.start : self.window.stop]

    @property
    def people(self) -> int:
        """How many people it seats."""
        return len(self.types) + self.types.count(SOFA)


def group_of(run: Run, window: Window) -> Group:
    """Return the group of a window in a run."""
    return Group(run, window, (run.xs[window.start] + run.xs[window.stop - 1]) / 2)


def rows_of(places: Iterable[Place]) -> list[list[Place]]:
    """Return the rows from the screen to the back, each from the left. Curved rows become straight."""
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(place.row, []).append(place)
    names = sorted(by_name, key=lambda name: (len(name), name))
    rows = [_straight(sorted(by_name[name], key=attrgetter("x", "number"))) for name in names]
    return sorted(rows, key=lambda row: row[0].y)


def runs_of(row: int, places: Iterable[Place], offered: Collection[str]) -> list[Run]:
    """Return the runs of free seats of these types in a row."""
    runs: list[list[Place]] = []
    end = None
    for place in places:
        if not place.free or place.type not in offered:
            end = None
            continue
        half = 1.0 if place.type == SOFA else 0.5
        if end is None or place.x - half - end >= WIDEST_JOINT:
            runs.append([])
        runs[-1].append(place)
        end = place.x + half
    return [Run(row, index, run) for index, run in enumerate(runs)]


def windows_of(types: Sequence[str], size: int) -> list[Window]:
    """Return every window for exactly `size` people, from the left, in a run of these types."""
    widths = [2 if kind == SOFA else 1 for kind in types]
    single_first, single_last, last = widths[0] == 1, widths[-1] == 1, len(types) - 1
    windows = []
    stop = people = 0
    for start, width in enumerate(widths):
        while people < size and stop <= last:
            people += widths[stop]
            stop += 1
        if people == size:
            windows.append(
                Window(start, stop, (start == 1 and single_first) + (stop == last and single_last))
            )
        people -= width
    return windows


def can_seat(runs: Iterable[Run], count: int) -> bool:
    """Return whether the seats of these runs can seat exactly `count` people."""
    seats = sofas = 0
    for run in runs:
        seats += len(run.places)
        sofas += run.people - len(run.places)
    return count - 2 * min(sofas, count // 2) <= seats - sofas


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points, in seat widths."""
    return hypot(one[0] - other[0], SIDEWAYS_PER_ROW * (one[1] - other[1]))


def _straight(row: list[Place]) -> list[Place]:
    middle = max([place.y for place in row])
    return [place if place.y == middle else place._replace(y=middle) for place in row]
