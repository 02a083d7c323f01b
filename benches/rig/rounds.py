"""Rounds in which variants alternate: A B C A B C …, so that other load affects all of them alike."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benches.rig.cpu import ProcessTree
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
        """The spread of one value per round."""
        return cls(statistics.median(values), min(values), max(values))

    def as_divisor_of(self, figure: float) -> "Spread":
        """The spread of a fixed figure divided by each value."""
        return Spread(figure / self.median, figure / self.high, figure / self.low)

    def __str__(self) -> str:
        return f"{self.median:.4g} ({self.low:.4g}–{self.high:.4g})"


@dataclass(frozen=True)
class Round:
    """The load of one round, and the CPU seconds that each part of the site used."""

    load: Load
    cpu: Mapping[str, float]

    def cost_ms(self, part: str) -> float:
        """CPU of a part per request, in milliseconds."""
        return 1000 * self.cpu[part] / self.load.done

    def total_cost_ms(self) -> float:
        """CPU of all parts per request, in milliseconds."""
        return sum(self.cost_ms(part) for part in self.cpu)


class Rounds:
    """All rounds, by the name of the variant."""

    def __init__(self, parts: Mapping[str, ProcessTree]) -> None:
        self._parts = parts
        self.of: dict[str, list[Round]] = {}

    def run(
        self,
        variants: Mapping[str, Callable[[], Load]],
        after_each: Callable[[], object],
        rounds: int = ROUNDS,
    ) -> None:
        """Run each variant once per round. The first round is a warm-up and is not counted."""
        for number in range(rounds + 1):
            for name, variant in variants.items():
                measured = self._measure(variant)
                after_each()
                if number:
                    self.of.setdefault(name, []).append(measured)

    def rate(self, name: str) -> Spread:
        """Requests per second."""
        return Spread.of([each.load.rate for each in self.of[name]])

    def ratio(self, name: str, to: str) -> Spread:
        """The ratio of two variants' rates, taken within each round."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.load.rate / other.load.rate for one, other in pairs])

    def cost_ratio(self, name: str, to: str) -> Spread:
        """The ratio of two variants' CPU per request, all parts together, taken within each round."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.total_cost_ms() / other.total_cost_ms() for one, other in pairs])

    def part_cost_ratio(self, name: str, to: str, part: str) -> Spread:
        """The ratio of two variants' CPU per request in one part, taken within each round."""
        pairs = zip(self.of[name], self.of[to], strict=True)
        return Spread.of([one.cost_ms(part) / other.cost_ms(part) for one, other in pairs])

    def cost_ms(self, name: str, part: str) -> Spread:
        """CPU of a part per request."""
        return Spread.of([each.cost_ms(part) for each in self.of[name]])

    def latency(self, name: str, percentile: str) -> Spread:
        """`p50_ms`, `p90_ms` or `p99_ms`."""
        return Spread.of([getattr(each.load, percentile) for each in self.of[name]])

    def _measure(self, variant: Callable[[], Load]) -> Round:
        before = {name: part.seconds() for name, part in self._parts.items()}
        load = variant()
        return Round(load, {name: part.seconds() - before[name] for name, part in self._parts.items()})
