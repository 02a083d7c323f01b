"""Is there one order of overlapping operations that explains them all? (Herlihy and Wing; Wing and Gong.)"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from math import inf
from typing import Generic, NamedTuple, Protocol, TypeVar


class Interval(Protocol):
    """Something that took effect once, at one moment from `start` to `end`; if `optional`, perhaps never."""

    @property
    def start(self) -> float:
        """Not before this."""

    @property
    def end(self) -> float:
        """Not after this."""

    @property
    def optional(self) -> bool:
        """Whether it may never have taken effect."""


S = TypeVar("S")
O = TypeVar("O", bound=Interval)  # noqa: E741 - an operation

Step = Callable[[S, O], Iterable[S]]
"""The states that an operation can lead to from a state; none if it could not have happened then."""


class Way(NamedTuple, Generic[S]):
    """One way to have done some: all before `first`, those `ahead` of it, the optional ones `used`."""

    first: int
    ahead: frozenset[int]
    used: frozenset[int]
    state: S


class Stuck(NamedTuple):
    """Nothing that was under way then fits to anything that may have been before."""

    done: int
    states: Sequence[object]
    candidates: Sequence[Interval]


def explain(operations: Sequence[O], step: Step[S, O], initial: S) -> Stuck | None:
    """None if some order explains the operations: real time is kept, each step is one that `step` allows.

    Breadth first: after each round the set of all ways to have done one operation more. What overlaps is
    little, since each client does one thing at a time, so the set stays small.
    """
    search = _Search(operations, step)
    ways = {search.with_all_that_only_look(Way(0, frozenset(), frozenset(), initial))}
    while True:
        ways = search.with_optional(ways)
        if any(way.first == len(search.must) for way in ways):
            return None
        further = _frugal(
            {search.with_all_that_only_look(after) for way in ways for after in search.one_more(way)}
        )
        if not further:
            candidates = {index for way in ways for index in search.next(way)}
            states = sorted({way.state for way in ways}, key=str)
            done = max(way.first + len(way.ahead) for way in ways)
            return Stuck(done, states, [search.must[index] for index in sorted(candidates)])
        ways = further


def _frugal(ways: set[Way[S]]) -> set[Way[S]]:
    """Of ways that are alike but for the optional operations used, those that used the fewest."""
    alike: dict[object, list[Way[S]]] = {}
    for way in sorted(ways, key=lambda way: len(way.used)):
        kept = alike.setdefault((way.first, way.ahead, way.state), [])
        if not any(other.used <= way.used for other in kept):
            kept.append(way)
    return {way for kept in alike.values() for way in kept}


class _Search(Generic[S, O]):
    def __init__(self, operations: Sequence[O], step: Step[S, O]) -> None:
        in_order = sorted(operations, key=lambda one: one.start)
        self.must = [one for one in in_order if not one.optional]
        self.may = [one for one in in_order if one.optional]
        self.latest = [*accumulate((one.end for one in self.may), max)]
        self.step = step

    def next(self, way: Way[S]) -> list[int]:
        """What may come next: whatever started before anything that is left had ended."""
        found, bound = [], inf
        for index in range(way.first, len(self.must)):
            one = self.must[index]
            if one.start > bound:
                break
            if index not in way.ahead:
                found.append(index)
                bound = min(bound, one.end)
        return [index for index in found if self.must[index].start <= bound]

    def one_more(self, way: Way[S]) -> Iterator[Way[S]]:
        """The same way with one operation more."""
        for index in self.next(way):
            for state in self.step(way.state, self.must[index]):
                yield self._with(way, index, state)

    def with_all_that_only_look(self, way: Way[S]) -> Way[S]:
        """The same way with all that may come next and changes nothing: later it could not fit better."""
        while True:
            looks = (
                index for index in self.next(way) if [*self.step(way.state, self.must[index])] == [way.state]
            )
            index = next(looks, None)
            if index is None:
                return way
            way = self._with(way, index, way.state)

    def _with(self, way: Way[S], index: int, state: S) -> Way[S]:
        first, ahead = way.first, way.ahead | {index}
        while first in ahead:
            ahead -= {first}
            first += 1
        used = way.used
        if used and first:
            used = frozenset(one for one in used if self.may[one].end >= self.must[first - 1].start)
        return Way(first, ahead, used, state)

    def with_optional(self, ways: set[Way[S]]) -> set[Way[S]]:
        """The same ways, and each with any of the optional operations that may have happened just now."""
        found, new = ways, ways
        while new and self.may:
            new = {
                self.with_all_that_only_look(after) for way in new for after in self._one_optional(way)
            } - found
            found = _frugal(found | new)
            new &= found
        return found

    def _one_optional(self, way: Way[S]) -> Iterator[Way[S]]:
        left = self.next(way)
        bound = min((self.must[index].end for index in left), default=inf)
        started = [self.must[index].start for index in (*way.ahead, way.first - 1) if index >= 0]
        since = max(started, default=-inf)
        for index in range(bisect_left(self.latest, since), len(self.may)):
            one = self.may[index]
            if one.start > bound:
                break
            if index not in way.used and one.end >= since:
                for state in self.step(way.state, one):
                    if state != way.state:
                        yield way._replace(used=way.used | {index}, state=state)
