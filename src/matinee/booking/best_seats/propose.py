"""Best together: which free seats to propose to a party. No database, no clock (decision 0009)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from matinee.booking.best_seats.geometry import Group, Place, can_seat, distance, rows_of
from matinee.booking.best_seats.preferences import FOR_WHEELCHAIRS, Cost, GoodSeats, WheelchairSpace, Wish
from matinee.booking.best_seats.search import Search

FIRST_PARTS = 12
"""How many places are tried for the first part of a party that cannot sit together, by size of the part."""

NEXT_ROW, FEW_ROWS = 1, 3
"""How far a party that cannot sit together is spread, if it can be helped."""


@dataclass(frozen=True)
class Proposal:
    """Seats for a party, row by row and from the left; none where nothing fits."""

    places: Sequence[Place] = ()
    together: bool = False
    groups_seen: int = field(default=0, compare=False)
    """How many groups of seats were weighed for it."""


def best_seats(places: Iterable[Place], count: int, near: Place | None = None) -> Proposal:
    """The best free seats for `count` people, `places` being all seats of the plan; a sofa seats two.

    In one row side by side if that can be, else in as few parts as can be, close to each other. Wheelchair
    spaces and companion seats only when nothing else is left, or when `near` is one of them.
    """
    rows = rows_of(places)
    if not rows:
        return Proposal()
    if near:
        near = next(place for row in rows for place in row if place.id == near.id)
    wish = WheelchairSpace(near) if near and near.type in FOR_WHEELCHAIRS else GoodSeats(rows, near)
    seen = 0
    for offered in wish.offers:
        search = Search(rows, offered, wish)
        parts = search.best(count, 1) or _apart(search, count, wish)
        seen += search.groups_seen
        if parts:
            in_order = sorted(parts, key=lambda part: (part.row, part.places[0].x))
            seats = [place for part in in_order for place in part.places]
            return Proposal(seats, together=len(parts) == 1, groups_seen=seen)
    return Proposal(groups_seen=seen)


def _apart(search: Search, count: int, wish: Wish) -> Sequence[Group]:
    """The best of the splits that begin with one of the best places for a first part of each size."""
    if not can_seat(search.runs, count):
        return ()
    best: tuple[Cost, Sequence[Group]] | None = None
    for size in range(count - 1, 0, -1):
        if best and size * len(best[1]) < count:
            break  # With no part larger than this there would be more parts.
        for first in search.best(size, FIRST_PARTS):
            if parts := _gathered(search, first, count):
                cost = _cost_of_split(parts, wish)
                if best is None or cost < best[0]:
                    best = (cost, parts)
    return best[1] if best else ()


def _cost_of_split(parts: Sequence[Group], wish: Wish) -> Cost:
    """How many parts, how many people on their own, kinds of seat, way to the best place and each other."""
    alone = [part.people for part in parts].count(1)
    kinds = wish.kinds([kind for part in parts for kind in part.types])
    away = sum(wish.away(part) for part in parts) / len(parts)
    spread = sum(distance((part.x, part.y), (parts[0].x, parts[0].y)) for part in parts)
    return len(parts), alone, *kinds, away + spread


def _gathered(search: Search, first: Group, count: int) -> Sequence[Group]:
    """A first part with the rest of the party as close to it as can be; nothing where they don't fit."""
    parts = [first]
    while left := count - sum(part.people for part in parts):
        part = _next_part(search, parts, left)
        if part is None:
            return ()
        parts.append(part)
    return parts


def _next_part(search: Search, parts: Sequence[Group], left: int) -> Group | None:
    """As many of those who are left as fit close by; one on their own only where nobody else fits."""
    several = sorted(range(2, left + 1), key=lambda size: (left - size == 1, -size))
    for reach, sizes in product((NEXT_ROW, FEW_ROWS, len(search.rows)), (several, [1])):
        if reach == NEXT_ROW and sizes == [1] and left > 1:
            continue
        for size in sizes:
            if part := search.closest(parts, size, reach):
                return part
    return None
