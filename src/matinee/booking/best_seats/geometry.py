"""A hall as a party sees it: rows, runs of free seats side by side, and groups that fit into them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from math import hypot
from operator import attrgetter
from typing import NamedTuple

from matinee.venues.models import SeatType

SIDEWAYS_PER_ROW = 2
"""A row pitch is about two seat widths, so another row is as far away as two seats."""

WIDEST_JOINT = 0.5
"""Between neighbours, in seat widths; what is wider is an aisle."""

SOFA = SeatType.SOFA.value


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
        return 2 if self.type == SOFA else 1


class Run:
    """Free seats side by side, from the left, with no aisle and nobody in between.

    `row` counts from the screen, `index` counts the runs of the row. A part of a run has the run as `origin`.
    """

    __slots__ = ("index", "left", "origin", "people", "places", "right", "row", "types", "xs", "y")

    def __init__(self, row: int, index: int, places: Sequence[Place], origin: "Run | None" = None) -> None:
        """Measure the run once."""
        self.row, self.index, self.places = row, index, places
        self.origin = origin or self
        self.types = tuple([place.type for place in places])
        self.xs = [place.x for place in places]
        self.y = places[0].y
        self.left, self.right = self.xs[0], self.xs[-1]
        self.people = len(places) + self.types.count(SOFA)

    def without(self, chosen: Collection[int]) -> list["Run"]:
        """What is left once the seats with these ids are somebody's."""
        pieces = groupby(self.places, key=lambda place: place.id in chosen)
        left = [list(piece) for is_chosen, piece in pieces if not is_chosen]
        return [Run(self.row, self.index, piece, self.origin) for piece in left]


class Window(NamedTuple):
    """Neighbours in a run, `places[start:stop]`, as far as the types of the run's seats define them."""

    start: int
    stop: int
    lone_seats: int
    """How many single seats it leaves beside it, each with no free neighbour. A sofa is never lonely."""


class Group(NamedTuple):
    """Neighbours in one row: the places of a window."""

    run: Run
    window: Window
    x: float
    """Of the middle of the group."""

    @property
    def row(self) -> int:
        """Counted from the screen."""
        return self.run.row

    @property
    def y(self) -> float:
        """Of the row."""
        return self.run.y

    @property
    def lone_seats(self) -> int:
        """How many single seats it leaves alone."""
        return self.window.lone_seats

    @property
    def places(self) -> Sequence[Place]:
        """The seats, from the left."""
        return self.run.places[self.window.start : self.window.stop]

    @property
    def types(self) -> tuple[str, ...]:
        """The seats' types, from the left."""
        return self.run.types[self.window.start : self.window.stop]

    @property
    def people(self) -> int:
        """How many people it seats."""
        return len(self.types) + self.types.count(SOFA)


def group_of(run: Run, window: Window) -> Group:
    """The places of a window in a run."""
    return Group(run, window, (run.xs[window.start] + run.xs[window.stop - 1]) / 2)


def rows_of(places: Iterable[Place]) -> list[list[Place]]:
    """The rows, the nearest to the screen first, each from the left; bent ones straightened."""
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(place.row, []).append(place)
    names = sorted(by_name, key=lambda name: (len(name), name))
    rows = [_straight(sorted(by_name[name], key=attrgetter("x", "number"))) for name in names]
    return sorted(rows, key=lambda row: row[0].y)


def runs_of(row: int, places: Iterable[Place], offered: Collection[str]) -> list[Run]:
    """The runs of free seats of these types in a row."""
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
    """Every window that seats exactly `size` people, from the left, in a run of seats of these types."""
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
    """Whether the seats of these runs are enough for exactly `count` people."""
    seats = sofas = 0
    for run in runs:
        seats += len(run.places)
        sofas += run.people - len(run.places)
    return count - 2 * min(sofas, count // 2) <= seats - sofas


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """In seat widths."""
    return hypot(one[0] - other[0], SIDEWAYS_PER_ROW * (one[1] - other[1]))


def _straight(row: list[Place]) -> list[Place]:
    middle = max([place.y for place in row])
    return [place if place.y == middle else place._replace(y=middle) for place in row]
