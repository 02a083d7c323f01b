"""What makes one group of seats better than another for a party; the lowest cost is the best."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from matinee.booking.seating import SIDEWAYS_PER_ROW, Group, Place, distance
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

    def accepts(self, group: Group) -> bool:  # noqa: ARG002 - some wishes look at it
        """Whether the party, or the first part of it, would sit here at all."""
        return True

    @abstractmethod
    def cost(self, group: Group) -> Cost:
        """How far from the best this is, what counts most first."""

    @abstractmethod
    def lowest_cost(self, row: Sequence[Place]) -> Cost:
        """What no group of this row is below."""

    def kinds(self, places: Iterable[Place]) -> Cost:
        """What sort of seats these are: the dearest of them, how many sorts, how many dear ones."""
        ranks = [self.rank[place.type] for place in places]
        return max(ranks), len(set(ranks)), sum(ranks)

    def away(self, group: Group) -> float:
        """How far from the best place, in seat widths; a lone seat counts as a longer way."""
        return LONE_SEAT * group.lone_seats + (self.gap(group) if self.near else self.off_centre(group))

    def gap(self, group: Group) -> float:
        """From the wished-for seat to the nearest of the group, in seat widths."""
        return min(distance((place.x, place.y), self.best) for place in group.places)

    def off_centre(self, group: Group) -> float:
        """From the best place to the middle of the group, in seat widths."""
        return distance(group.centre, self.best)

    def _rows_away(self, row: Sequence[Place]) -> float:
        return SIDEWAYS_PER_ROW * abs(row[0].y - self.best[1])


class GoodSeats(Wish):
    """Seats of the plain price, or of the kind of the wished-for seat; then a short way to the best place."""

    offers = (FOR_ALL, frozenset(SeatType))

    def __init__(self, rows: Sequence[Sequence[Place]], near: Place | None) -> None:
        """Look around the hall, or near a seat."""
        best = (near.x, near.y) if near else best_place(rows)
        super().__init__(best, near, SeatType(near.type) if near else SeatType.STANDARD)

    def cost(self, group: Group) -> Cost:
        """Kinds of seat, way to the best place, and off the middle."""
        return *self.kinds(group.places), self.away(group), self.off_centre(group)

    def lowest_cost(self, row: Sequence[Place]) -> Cost:
        """All of the best kind, as few rows away."""
        return 0, 1, 0, self._rows_away(row)


class WheelchairSpace(Wish):
    """A wheelchair space, and of the seats beside it first those for companions."""

    offers = (frozenset(SeatType),)

    def __init__(self, near: Place) -> None:
        """Stay at this space, or this companion seat."""
        super().__init__((near.x, near.y), near, SeatType.STANDARD)

    def accepts(self, group: Group) -> bool:
        """Nothing without the very seat, unless somebody else has it."""
        return self.near is None or not self.near.free or self.near in group.places

    def cost(self, group: Group) -> Cost:
        """Way to the seat, more or less than one space, fewer companion seats, lone seats, off the middle."""
        types = [place.type for place in group.places]
        spaces, companions = types.count(SeatType.WHEELCHAIR), types.count(SeatType.COMPANION)
        return self.gap(group), abs(spaces - 1), -companions, group.lone_seats, self.off_centre(group)

    def lowest_cost(self, row: Sequence[Place]) -> Cost:
        """As few rows away."""
        return (self._rows_away(row),)


def best_place(rows: Sequence[Sequence[Place]]) -> tuple[float, float]:
    """The middle of the hall from side to side, and where the picture is best from front to back."""
    left = min(row[0].x - row[0].people / 2 for row in rows)
    right = max(row[-1].x + row[-1].people / 2 for row in rows)
    front, back = rows[0][0].y, rows[-1][0].y
    return (left + right) / 2, front + BEST_DEPTH * (back - front)
