"""What makes one group of seats better than another for a party; the lowest cost is the best."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from math import hypot

from matinee.booking.best_seats.geometry import SIDEWAYS_PER_ROW, Group, Place, Run, distance
from matinee.venues.models import SeatType

BEST_DEPTH = 0.63
"""Of the way from the first row to the last."""

LONE_SEAT = 6.0
"""How much farther away, in seat widths, seats may be that leave no lone one: three rows."""

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


class Wish(ABC):
    """What a party looks for."""

    offers: Sequence[frozenset[SeatType]]
    """The types of seat to choose from, and those to choose from when nothing fits among the first."""

    def __init__(self, best: tuple[float, float], near: Place | None, preferred: SeatType) -> None:
        """Look for seats of the preferred type around the best place, or near a seat."""
        self.best, self.near = best, near
        others = [kind for kind in BY_PREFERENCE if kind != preferred]
        self.rank = {kind.value: rank for rank, kind in enumerate([preferred, *others])}

    def accepts(self, seats: Group | Run) -> bool:  # noqa: ARG002 - some wishes look at it
        """Whether the party, or the first part of it, would sit in this group, or anywhere in this run."""
        return True

    @abstractmethod
    def cost(self, group: Group, kinds: Cost) -> Cost:
        """How far from the best this is, what counts most first; `kinds` are those of the group's seats."""

    @abstractmethod
    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:
        """What no group of this run is below, the best kinds among them being given."""

    def kinds(self, types: Sequence[str]) -> Cost:
        """What sort of seats these are: the dearest of them, how many sorts, how many dear ones."""
        ranks = [self.rank[kind] for kind in types]
        return max(ranks), len(set(ranks)), sum(ranks)

    def away(self, group: Group) -> float:
        """How far from the best place, in seat widths; a lone seat counts as a longer way."""
        return LONE_SEAT * group.lone_seats + (self.gap(group) if self.near else self.off_centre(group))

    def gap(self, group: Group) -> float:
        """From the wished-for seat to the nearest of the group, in seat widths."""
        xs = group.run.xs[group.window.start : group.window.stop]
        return hypot(min([abs(x - self.best[0]) for x in xs]), SIDEWAYS_PER_ROW * (group.y - self.best[1]))

    def off_centre(self, group: Group) -> float:
        """From the best place to the middle of the group, in seat widths."""
        return distance((group.x, group.run.y), self.best)

    def least_away(self, run: Run) -> float:
        """What neither the gap nor the way off the centre of a group of this run is below."""
        x, y = self.best
        return distance((min(max(x, run.left), run.right), run.y), (x, y))


class GoodSeats(Wish):
    """Seats of the plain price, or of the kind of the wished-for seat; then a short way to the best place."""

    offers = (FOR_ALL, frozenset(SeatType))

    def __init__(self, rows: Sequence[Sequence[Place]], near: Place | None) -> None:
        """Look around the hall, or near a seat."""
        best = (near.x, near.y) if near else best_place(rows)
        super().__init__(best, near, SeatType(near.type) if near else SeatType.STANDARD)

    def cost(self, group: Group, kinds: Cost) -> Cost:
        """Kinds of seat, way to the best place, and off the middle."""
        off_centre = self.off_centre(group)
        nearest = self.gap(group) if self.near else off_centre
        return *kinds, LONE_SEAT * group.window.lone_seats + nearest, off_centre

    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:
        """The best kinds, as near as the run comes."""
        return *least_kinds, self.least_away(run)


class WheelchairSpace(Wish):
    """A wheelchair space, and of the seats beside it first those for companions."""

    offers = (frozenset(SeatType),)

    def __init__(self, near: Place) -> None:
        """Stay at this space, or this companion seat."""
        super().__init__((near.x, near.y), near, SeatType.STANDARD)

    def accepts(self, seats: Group | Run) -> bool:
        """Nothing without the very seat, unless somebody else has it."""
        near = self.near
        return near is None or not near.free or (seats.y == near.y and near in seats.places)

    def cost(self, group: Group, kinds: Cost) -> Cost:  # noqa: ARG002 - companions count more than prices
        """Way to the seat, more or less than one space, fewer companion seats, lone seats, off the middle."""
        types = group.types
        spaces, companions = types.count(SeatType.WHEELCHAIR), types.count(SeatType.COMPANION)
        return self.gap(group), abs(spaces - 1), -companions, group.lone_seats, self.off_centre(group)

    def lowest_cost(self, run: Run, least_kinds: Cost) -> Cost:  # noqa: ARG002
        """As near as the run comes."""
        return (self.least_away(run),)


def best_place(rows: Sequence[Sequence[Place]]) -> tuple[float, float]:
    """The middle of the hall from side to side, and where the picture is best from front to back."""
    left = min(row[0].x - row[0].people / 2 for row in rows)
    right = max(row[-1].x + row[-1].people / 2 for row in rows)
    front, back = rows[0][0].y, rows[-1][0].y
    return (left + right) / 2, front + BEST_DEPTH * (back - front)
