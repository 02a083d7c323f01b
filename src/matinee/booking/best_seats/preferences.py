"""The preferences of a party: the cost of a group of seats. The lowest cost is the best."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from math import hypot

from matinee.booking.best_seats.geometry import SIDEWAYS_PER_ROW, Group, Place, Run, distance
from matinee.venues.models import SeatType

BEST_DEPTH = 0.63
"""The depth of the best row, as a share of the distance from the first row to the last."""

SINGLE_SEAT = 6.0
"""The cost of leaving a single seat, in seat widths of distance: three rows."""

FOR_WHEELCHAIRS = frozenset({SeatType.WHEELCHAIR, SeatType.COMPANION})
FOR_ALL = frozenset(SeatType) - FOR_WHEELCHAIRS
BY_PREFERENCE = (
    SeatType.STANDARD,
    SeatType.PREMIUM,
    SeatType.SOFA,
    SeatType.COMPANION,
    SeatType.WHEELCHAIR,
)

Cost = tuple[float, ...]


class Preferences(ABC):
    """The preferences of a party."""

    offers: Sequence[frozenset[SeatType]]
    """The types of seat to choose from; then the types if nothing fits among the first."""

    def __init__(self, best: tuple[float, float], near: Place | None, preferred: SeatType) -> None:
        """Prefer seats of a type, close to the best place or to a seat."""
        self.best, self.near = best, near
        others = [kind for kind in BY_PREFERENCE if kind != preferred]
        self.rank = {kind.value: rank for rank, kind in enumerate([preferred, *others])}

    def accepts(self, seats: Group | Run) -> bool:  # noqa: ARG002 - a subclass uses it
        """Whether the party, or its first part, accepts this group, or any group of this run."""
        return True

    @abstractmethod
    def cost(self, group: Group, kinds: Cost) -> Cost:
        """Return the cost of a group, the most important part first; `kinds` is the cost of its types."""

    @abstractmethod
    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:
        """Return a lower bound for the groups of a run, from the lowest cost of their types."""

    def kinds(self, types: Sequence[str]) -> Cost:
        """Return the cost of types: the rank of the dearest, the number of types, the sum of ranks."""
        ranks = [self.rank[kind] for kind in types]
        return max(ranks), len(set(ranks)), sum(ranks)

    def weighted_distance(self, group: Group) -> float:
        """Return the distance from the best place in seat widths, plus the cost of single seats."""
        return SINGLE_SEAT * group.single_seats + (self.gap(group) if self.near else self.off_centre(group))

    def gap(self, group: Group) -> float:
        """Return the distance from the requested seat to the nearest of the group, in seat widths."""
        xs = group.run.xs[group.window.start : group.window.stop]
        return hypot(min([abs(x - self.best[0]) for x in xs]), SIDEWAYS_PER_ROW * (group.y - self.best[1]))

    def off_centre(self, group: Group) -> float:
        """Return the distance from the best place to the middle of the group, in seat widths."""
        return distance((group.x, group.run.y), self.best)

    def lowest_distance(self, run: Run) -> float:
        """Return a lower bound for `gap` and `off_centre` of the groups of a run."""
        x, y = self.best
        return distance((min(max(x, run.left), run.right), run.y), (x, y))


class GoodSeats(Preferences):
    """Prefer the plain price, or the type of the requested seat; then a short distance to the best place."""

    offers = (FOR_ALL, frozenset(SeatType))

    def __init__(self, rows: Sequence[Sequence[Place]], near: Place | None) -> None:
        """Use the best place of the hall, or a requested seat."""
        best = (near.x, near.y) if near else best_place(rows)
        super().__init__(best, near, SeatType(near.type) if near else SeatType.STANDARD)

    def cost(self, group: Group, kinds: Cost) -> Cost:
        """Types, distance to the best place, distance from the middle."""
        off_centre = self.off_centre(group)
        nearest = self.gap(group) if self.near else off_centre
        return *kinds, SINGLE_SEAT * group.window.single_seats + nearest, off_centre

    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:
        """The lowest cost of types, and the distance of the run."""
        return *least_kinds, self.lowest_distance(run)


class WheelchairSpace(Preferences):
    """Prefer a wheelchair space with companion seats beside it."""

    offers = (frozenset(SeatType),)

    def __init__(self, near: Place) -> None:
        """Use this space, or this companion seat."""
        super().__init__((near.x, near.y), near, SeatType.STANDARD)

    def accepts(self, seats: Group | Run) -> bool:
        """Only groups with the requested seat, unless it is taken."""
        near = self.near
        return near is None or not near.free or (seats.y == near.y and near in seats.places)

    def cost(self, group: Group, kinds: Cost) -> Cost:  # noqa: ARG002 - companion seats matter more than prices
        """Distance to the seat, spaces other than one, companion seats, single seats, distance off centre."""
        types = group.types
        spaces, companions = types.count(SeatType.WHEELCHAIR), types.count(SeatType.COMPANION)
        return self.gap(group), abs(spaces - 1), -companions, group.single_seats, self.off_centre(group)

    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:  # noqa: ARG002
        """The distance of the run."""
        return (self.lowest_distance(run),)


def best_place(rows: Sequence[Sequence[Place]]) -> tuple[float, float]:
    """Return the best place of a hall: the middle of its width, at BEST_DEPTH."""
    left = min(row[0].x - row[0].people / 2 for row in rows)
    right = max(row[-1].x + row[-1].people / 2 for row in rows)
    front, back = rows[0][0].y, rows[-1][0].y
    return (left + right) / 2, front + BEST_DEPTH * (back - front)
