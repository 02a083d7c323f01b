"""Where other people sit, so that a hall looks like an evening's: together, and near the middle."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

PARTY_SIZES = (1, 2, 2, 2, 2, 3, 4, 4)
BEST_DEPTH = 0.68
"""Of the hall's depth: where people like to sit."""
WHIM = 4.0
"""How far, in seat widths, taste strays from the best seats."""


class PlacedSeat(NamedTuple):
    """A seat on the floor; `x` in seat widths, `y` in rows."""

    id: int
    row: str
    number: int
    x: float
    y: float


@cache
def parties(seats: tuple[PlacedSeat, ...], people: int) -> list[list[int]]:
    """Seat ids by party until about `people` sit. The same seats give the same crowd."""
    return list(_arriving(seats, people))


def _arriving(seats: Sequence[PlacedSeat], people: int) -> Iterator[list[int]]:
    random = Random(len(seats))  # noqa: S311 - for pictures
    free = {seat.id for seat in seats}
    blocks = {size: list(_blocks(seats, size)) for size in set(PARTY_SIZES)}
    while people > 0:
        size = random.choice(PARTY_SIZES)
        wishes = [block for block in blocks[size] if all(seat.id in free for seat in block)]
        if not wishes:
            return
        centre = (max(seat.x for seat in seats) / 2, max(seat.y for seat in seats) * BEST_DEPTH)
        chosen = min(wishes, key=lambda block: _distance(block, centre) + random.expovariate(1 / WHIM))
        free -= {seat.id for seat in chosen}
        people -= size
        yield [seat.id for seat in chosen]


def _blocks(seats: Sequence[PlacedSeat], size: int) -> Iterator[Sequence[PlacedSeat]]:
    """Seats side by side, with no aisle between them."""
    for start in range(len(seats) - size + 1):
        block = seats[start : start + size]
        if all(one.row == other.row and other.x - one.x <= 2 for one, other in pairwise(block)):
            yield block


def _distance(block: Sequence[PlacedSeat], centre: tuple[float, float]) -> float:
    middle = sum(seat.x for seat in block) / len(block)
    return abs(middle - centre[0]) + 2 * abs(block[0].y - centre[1])
