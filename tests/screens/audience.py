"""Selects seats for a realistic audience: parties sit together and near the middle of the hall."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

PARTY_SIZES = (1, 2, 2, 2, 2, 3, 4, 4)
BEST_DEPTH = 0.68
"""The preferred row, as a fraction of the hall's depth."""
SPREAD = 4.0
"""The mean random deviation from the best seats, in seat widths."""


class PlacedSeat(NamedTuple):
    """A seat and its position. `x` is in seat widths, `y` in rows."""

    id: int
    row: str
    number: int
    x: float
    y: float


@cache
def parties(seats: tuple[PlacedSeat, ...], people: int) -> list[list[int]]:
    """Return the seat ids of each party for about `people` people. The result is deterministic."""
    return list(_seat_parties(seats, people))


def _seat_parties(seats: Sequence[PlacedSeat], people: int) -> Iterator[list[int]]:
    random = Random(len(seats))  # noqa: S311 - for screenshots
    free = {seat.id for seat in seats}
    blocks = {size: list(_blocks(seats, size)) for size in set(PARTY_SIZES)}
    while people > 0:
        size = random.choice(PARTY_SIZES)
        candidates = [block for block in blocks[size] if all(seat.id in free for seat in block)]
        if not candidates:
            return
        centre = (max(seat.x for seat in seats) / 2, max(seat.y for seat in seats) * BEST_DEPTH)
        chosen = min(candidates, key=lambda block: _distance(block, centre) + random.expovariate(1 / SPREAD))
        free -= {seat.id for seat in chosen}
        people -= size
        yield [seat.id for seat in chosen]


def _blocks(seats: Sequence[PlacedSeat], size: int) -> Iterator[Sequence[PlacedSeat]]:
    """Yield adjacent seats of one row that no aisle separates."""
    for start in range(len(seats) - size + 1):
        block = seats[start : start + size]
        if all(one.row == other.row and other.x - one.x <= 2 for one, other in pairwise(block)):
            yield block


def _distance(block: Sequence[PlacedSeat], centre: tuple[float, float]) -> float:
    middle = sum(seat.x for seat in block) / len(block)
    return abs(middle - centre[0]) + 2 * abs(block[0].y - centre[1])
