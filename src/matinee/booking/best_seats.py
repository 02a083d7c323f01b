"""Best together: which free seats to propose to a party. No database, no clock (decision 0009)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from matinee.booking.seating import Group, Place, distance, groups_in, rows_of, runs_of, without
from matinee.booking.wishes import FOR_WHEELCHAIRS, LONE_SEAT, Cost, GoodSeats, WheelchairSpace, Wish

FIRST_PARTS = 12
"""How many places are tried for the first part of a party that cannot sit together, by size of the part."""

NEXT_ROW, FEW_ROWS = 1, 3
"""How far a party that cannot sit together is spread, if it can be helped."""

Run = Sequence[Place]
Runs = Sequence[Sequence[Run]]
"""The runs of free seats, row by row from the screen."""


@dataclass(frozen=True)
class Proposal:
    """Seats for a party, row by row and from the left; none where nothing fits."""

    places: Sequence[Place] = ()
    together: bool = False


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
    for offered in wish.offers:
        runs = [runs_of(row, offered) for row in rows]
        if found := _together(runs, count, wish):
            return Proposal(found.places, together=True)
        if parts := _apart(runs, count, wish):
            in_order = sorted(parts, key=lambda part: (part.row, part.places[0].x))
            return Proposal([place for part in in_order for place in part.places])
    return Proposal()


def _together(runs: Runs, count: int, wish: Wish) -> Group | None:
    """The best place for the whole party; rows are looked at from the best one on."""
    best: tuple[Cost, Group] | None = None
    hopeful = [(wish.lowest_cost(run), row, run) for row, of_row in enumerate(runs) for run in of_row]
    for lowest, row, run in sorted(hopeful, key=lambda one: one[0]):
        if best and best[0] < lowest:
            break
        for group in filter(wish.accepts, groups_in(row, run, count)):
            cost = wish.cost(group)
            if best is None or cost < best[0]:
                best = (cost, group)
    return best[1] if best else None


def _apart(runs: Runs, count: int, wish: Wish) -> Sequence[Group]:
    """The best of the splits that begin with one of the best places for a first part of each size."""
    best: tuple[Cost, Sequence[Group]] | None = None
    for size in range(count - 1, 0, -1):
        if best and size * len(best[1]) < count:
            break  # With no part larger than this there would be more parts.
        first_parts = [
            group for row, of_row in enumerate(runs) for run in of_row for group in groups_in(row, run, size)
        ]
        for first in nsmallest(FIRST_PARTS, filter(wish.accepts, first_parts), key=wish.cost):
            if parts := _gathered(runs, first, count, wish):
                cost = _cost_of_split(parts, wish)
                if best is None or cost < best[0]:
                    best = (cost, parts)
    return best[1] if best else ()


def _cost_of_split(parts: Sequence[Group], wish: Wish) -> Cost:
    """How many parts, how many people on their own, kinds of seat, way to the best place and each other."""
    alone = [part.people for part in parts].count(1)
    kinds = wish.kinds(place for part in parts for place in part.places)
    away = sum(wish.away(part) for part in parts) / len(parts)
    spread = sum(distance(part.centre, parts[0].centre) for part in parts)
    return len(parts), alone, *kinds, away + spread


def _gathered(runs: Runs, first: Group, count: int, wish: Wish) -> Sequence[Group]:
    """A first part with the rest of the party as close to it as can be; nothing where they don't fit."""
    parts = [first]
    while left := count - sum(part.people for part in parts):
        part = _next_part(runs, parts, left, wish)
        if part is None:
            return ()
        parts.append(part)
    return parts


def _next_part(runs: Runs, parts: Sequence[Group], left: int, wish: Wish) -> Group | None:
    """As many of those who are left as fit close by; one on their own only where nobody else fits."""
    chosen = {place.id for part in parts for place in part.places}
    several = sorted(range(2, left + 1), key=lambda size: (left - size == 1, -size))
    for reach, sizes in product((NEXT_ROW, FEW_ROWS, len(runs)), (several, [1])):
        if reach == NEXT_ROW and sizes == [1] and left > 1:
            continue
        rows = {part.row + step for part in parts for step in range(-reach, reach + 1)} & set(
            range(len(runs))
        )
        pieces = [(row, piece) for row in sorted(rows) for run in runs[row] for piece in without(run, chosen)]
        for size in sizes:
            groups = [group for row, piece in pieces for group in groups_in(row, piece, size)]
            if groups:
                return min(
                    groups,
                    key=lambda group: (wish.kinds(group.places), _way(group, parts[0]), wish.away(group)),
                )
    return None


def _way(group: Group, to: Group) -> float:
    # Rounded, so that the rows before and behind are as far, and the better one of them is taken.
    return round(LONE_SEAT * group.lone_seats + distance(group.centre, to.centre), 6)
