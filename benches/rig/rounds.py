"""Rounds that take turns: A B C A B C …, so that whatever else the machine does meets all of them alike."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benches.rig.cpu import Tree
from benches.rig.load import Load

ROUNDS = 5


@dataclass(frozen=True)
class Spread:
    """The median of some rounds, with the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Of one value per round."""
        return cls(statistics.median(values), min(values), max(values))

    def dividing(self, figure: float) -> "Spread":
        """How many times each goes into a fixed figure."""
        return Spread(figure / self.median, figure / self.high, figure / self.low)

    def __str__(self) -> str:
        return f"{self.median:.4g} ({self.low:.4g}–{self.high:.4g})"


@dataclass(frozen=True)
class Round:
    """What one round achieved, and the CPU seconds that each part of the site spent on it."""

    load: Load
    cpu: Mapping[str, float]

    def cost_ms(self, part: str) -> float:
        """CPU of a part for each thing done, in milliseconds."""
        return 1000 * self.cpu[part] / self.load.done

    def whole_cost_ms(self) -> float:
        """CPU of all parts for each thing done, in milliseconds."""
        return sum(self.cost_ms(part) for part in self.cpu)


class Rounds:
    """All rounds, by the name of what was measured."""

    def __init__(self, parts: Mapping[str, Tree]) -> None:
        self._parts = parts
        self.of: dict[str, list[Round]] = {}

    def run(
        self,
        contenders: Mapping[str, Callable[[], Load]],
        after_each: Callable[[], object],
        rounds: int = ROUNDS,
    ) -> None:
        """Let each contender have its turn in each round, after one that warms up and doesn't count."""
        for number in range(rounds + 1):
            for name, contender in contenders.items():
                measured = self._measure(contender)
                after_each()
                if number:
                    self.of.setdefault(name, []).append(measured)

    def rate(self, name: str) -> Spread:
        """Per second."""
        return Spread.of([each.load.rate for each in self.of[name]])

    def ratio(self, name: str, to: str) -> Spread:
        """Of rates, each round against the one of its own turn."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.load.rate / other.load.rate for one, other in pairs])

    def cost_ratio(self, name: str, to: str) -> Spread:
        """Of CPU per request, all parts together, each round against the one of its own turn."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.whole_cost_ms() / other.whole_cost_ms() for one, other in pairs])

    def cost_of(self, name: str, to: str, part: str) -> Spread:
        """CPU of a part per request, of another's in the same round."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.cost_ms(part) / other.cost_ms(part) for one, other in pairs])

    def cost_ms(self, name: str, part: str) -> Spread:
        """CPU of a part per request."""
        return Spread.of([each.cost_ms(part) for each in self.of[name]])

    def latency(self, name: str, percentile: str) -> Spread:
        """`p50_ms`, `p90_ms` or `p99_ms`."""
        return Spread.of([getattr(each.load, percentile) for each in self.of[name]])

    def _measure(self, contender: Callable[[], Load]) -> Round:
        before = {name: part.seconds() for name, part in self._parts.items()}
        load = contender()
        return Round(load, {name: part.seconds() - before[name] for name, part in self._parts.items()})
