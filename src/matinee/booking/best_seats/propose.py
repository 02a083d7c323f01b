"""Proposes free seats to a party, without the database or a clock (decision 0009)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from matinee.booking.best_seats.geometry import Group, Place, can_seat, distance, rows_of
from matinee.booking.best_seats.preferences import (
    FOR_WHEELCHAIRS,
    Cost,
    GoodSeats,
    Preferences,
    WheelchairSpace,
)
from matinee.booking.best_seats.search import Search

FIRST_PARTS = 12
"""How many groups are tried for the first part of a party that cannot sit together, per size of the part."""

NEXT_ROW, FEW_ROWS = 1, 3
"""How many rows apart the parts of a party are, if possible."""


@dataclass(frozen=True)
class Proposal:
    """Seats for a party, row by row and from the left; none if nothing fits."""

    places: Sequence[Place] = ()
    together: bool = False
    groups_seen: int = field(default=0, compare=False)
    """How many groups of seats were compared."""


def best_seats(places: Iterable[Place], count: int, near: Place | None = None) -> Proposal:
    """Return the best free seats for `count` people; `places` are all seats of the plan. A sofa seats two.

    The seats are adjacent if possible, else in as few parts as possible, close to each other. Wheelchair
    spaces and companion seats are proposed only if nothing else is left, or if `near` is one of them.
    """
    rows = rows_of(places)
    if not rows:
        return Proposal()
    if near:
        near = next(place for row in rows for place in row if place.id == near.id)
    preferences = WheelchairSpace(near) if near and near.type in FOR_WHEELCHAIRS else GoodSeats(rows, near)
    seen = 0
    for offered in preferences.offers:
        search = Search(rows, offered, preferences)
        parts = search.best(count, 1) or _best_split(search, count, preferences)
        seen += search.groups_seen
        if parts:
            in_order = sorted(parts, key=lambda part: (part.row, part.places[0].x))
            seats = [place for part in in_order for place in part.places]
            return Proposal(seats, together=len(parts) == 1, groups_seen=seen)
    return Proposal(groups_seen=seen)


def _best_split(search: Search, count: int, preferences: Preferences) -> Sequence[Group]:
    """Return the best split that begins with one of the best groups for a first part of each size."""
    if not can_seat(search.runs, count):
        return ()
    best: tuple[Cost, Sequence[Group]] | None = None
    for size in range(count - 1, 0, -1):
        if best and size * len(best[1]) < count:
            break  # Smaller first parts would mean more parts.
        for first in search.best(size, FIRST_PARTS):
            if parts := _complete_split(search, first, count):
                cost = _cost_of_split(parts, preferences)
                if best is None or cost < best[0]:
                    best = (cost, parts)
    return best[1] if best else ()


def _cost_of_split(parts: Sequence[Group], preferences: Preferences) -> Cost:
    """Return the number of parts, the number of single people, the types, and the distances."""
    alone = [part.people for part in parts].count(1)
    kinds = preferences.kinds([kind for part in parts for kind in part.types])
    distances = sum(preferences.weighted_distance(part) for part in parts) / len(parts)
    spread = sum(distance((part.x, part.y), (parts[0].x, parts[0].y)) for part in parts)
    return len(parts), alone, *kinds, distances + spread


def _complete_split(search: Search, first: Group, count: int) -> Sequence[Group]:
    """Return a first part with the rest of the party close to it; nothing if they don't fit."""
    parts = [first]
    while left := count - sum(part.people for part in parts):
        part = _next_part(search, parts, left)
        if part is None:
            return ()
        parts.append(part)
    return parts


def _next_part(search: Search, parts: Sequence[Group], left: int) -> Group | None:
    """Return a part for as many people as fit close by; for a single person only if nothing else fits."""
    several = sorted(range(2, left + 1), key=lambda size: (left - size == 1, -size))
    for reach, sizes in product((NEXT_ROW, FEW_ROWS, len(search.rows)), (several, [1])):
        if reach == NEXT_ROW and sizes == [1] and left > 1:
            continue
        for size in sizes:
            if part := search.closest(parts, size, reach):
                return part
    return None
