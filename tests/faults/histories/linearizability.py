"""A linearizability checker (Herlihy and Wing 1990; Wing and Gong 1993)."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from math import inf
from typing import Generic, NamedTuple, Protocol, TypeVar


class Interval(Protocol):
    """An operation that takes effect once between `start` and `end`; if `optional`, at most once."""

    @property
    def start(self) -> float:
        """The earliest time of the effect."""

    @property
    def end(self) -> float:
        """The latest time of the effect."""

    @property
    def optional(self) -> bool:
        """Whether the operation may have no effect."""


S = TypeVar("S")
O = TypeVar("O", bound=Interval)  # noqa: E741 - an operation

Step = Callable[[S, O], Iterable[S]]
"""The states that an operation can lead to from a state; none if it is impossible in that state."""


class Configuration(NamedTuple, Generic[S]):
    """A partial linearization: operations before `first`, those in `ahead`, optional ones in `used`."""

    first: int
    ahead: frozenset[int]
    used: frozenset[int]
    state: S


class Violation(NamedTuple):
    """The longest partial linearizations: none of the pending operations is possible after them."""

    done: int
    states: Sequence[object]
    candidates: Sequence[Interval]


def check_linearizable(operations: Sequence[O], step: Step[S, O], initial: S) -> Violation | None:
    """Return None if the operations are linearizable: in real-time order, with steps that `step` permits.

    The search is breadth first: each round adds one operation to all configurations. Few operations overlap,
    since each client runs one at a time, so the set stays small.
    """
    search = _Search(operations, step)
    configurations = {search.with_reads(Configuration(0, frozenset(), frozenset(), initial))}
    while True:
        configurations = search.with_optional(configurations)
        if any(configuration.first == len(search.required) for configuration in configurations):
            return None
        next_configurations = _minimal(
            {
                search.with_reads(after)
                for configuration in configurations
                for after in search.one_more(configuration)
            }
        )
        if not next_configurations:
            candidates = {index for configuration in configurations for index in search.next(configuration)}
            states = sorted({configuration.state for configuration in configurations}, key=str)
            done = max(configuration.first + len(configuration.ahead) for configuration in configurations)
            return Violation(done, states, [search.required[index] for index in sorted(candidates)])
        configurations = next_configurations


def _minimal(configurations: set[Configuration[S]]) -> set[Configuration[S]]:
    """Of configurations that differ only in the used optional operations, those with the smallest sets."""
    equal: dict[object, list[Configuration[S]]] = {}
    for configuration in sorted(configurations, key=lambda configuration: len(configuration.used)):
        kept = equal.setdefault((configuration.first, configuration.ahead, configuration.state), [])
        if not any(other.used <= configuration.used for other in kept):
            kept.append(configuration)
    return {configuration for kept in equal.values() for configuration in kept}


class _Search(Generic[S, O]):
    def __init__(self, operations: Sequence[O], step: Step[S, O]) -> None:
        in_order = sorted(operations, key=lambda one: one.start)
        self.required = [one for one in in_order if not one.optional]
        self.optional = [one for one in in_order if one.optional]
        self.latest = [*accumulate((one.end for one in self.optional), max)]
        self.step = step

    def next(self, configuration: Configuration[S]) -> list[int]:
        """The operations that may be next: those that started before any remaining one ended."""
        found, bound = [], inf
        for index in range(configuration.first, len(self.required)):
            one = self.required[index]
            if one.start > bound:
                break
            if index not in configuration.ahead:
                found.append(index)
                bound = min(bound, one.end)
        return [index for index in found if self.required[index].start <= bound]

    def one_more(self, configuration: Configuration[S]) -> Iterator[Configuration[S]]:
        """The configuration with one more operation."""
        for index in self.next(configuration):
            for state in self.step(configuration.state, self.required[index]):
                yield self._with(configuration, index, state)

    def with_reads(self, configuration: Configuration[S]) -> Configuration[S]:
        """The configuration with all possible next operations that do not change the state."""
        while True:
            reads = (
                index
                for index in self.next(configuration)
                if [*self.step(configuration.state, self.required[index])] == [configuration.state]
            )
            index = next(reads, None)
            if index is None:
                return configuration
            configuration = self._with(configuration, index, configuration.state)

    def _with(self, configuration: Configuration[S], index: int, state: S) -> Configuration[S]:
        first, ahead = configuration.first, configuration.ahead | {index}
        while first in ahead:
            ahead -= {first}
            first += 1
        used = configuration.used
        if used and first:
            used = frozenset(one for one in used if self.optional[one].end >= self.required[first - 1].start)
        return Configuration(first, ahead, used, state)

    def with_optional(self, configurations: set[Configuration[S]]) -> set[Configuration[S]]:
        """The configurations, and each of them with any optional operations that are possible now."""
        found, new = configurations, configurations
        while new and self.optional:
            new = {
                self.with_reads(after) for configuration in new for after in self._one_optional(configuration)
            } - found
            found = _minimal(found | new)
            new &= found
        return found

    def _one_optional(self, configuration: Configuration[S]) -> Iterator[Configuration[S]]:
        left = self.next(configuration)
        bound = min((self.required[index].end for index in left), default=inf)
        started = [
            self.required[index].start
            for index in (*configuration.ahead, configuration.first - 1)
            if index >= 0
        ]
        since = max(started, default=-inf)
        for index in range(bisect_left(self.latest, since), len(self.optional)):
            one = self.optional[index]
            if one.start > bound:
                break
            if index not in configuration.used and one.end >= since:
                for state in self.step(configuration.state, one):
                    if state != configuration.state:
                        yield configuration._replace(used=configuration.used | {index}, state=state)
