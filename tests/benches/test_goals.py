"""Each goal is measured by the bench that it names, and a bench names only existing goals."""

import re
from pathlib import Path

from benches.rig.goals import GOALS, Comparison, Goal
from benches.rig.rounds import Spread

BENCHES = Path(__file__).resolve().parents[2] / "benches"


def test_each_goal_is_measured_by_its_bench() -> None:
    measured = {
        (path.stem, key)
        for path in BENCHES.glob("*.py")
        for key in {goal.key for goal in GOALS} & set(re.findall(r'"([^"\n]+)"', path.read_text()))
    }
    assert measured == {(goal.bench, goal.key) for goal in GOALS}


def test_a_verdict_compares_the_median_with_both_targets() -> None:
    at_least = Goal("", "", "", Comparison.AT_LEAST, 0.5, 0.85)
    assert _verdicts(at_least, 0.49, 0.5, 0.85) == ["not met", "met", "stretch met"]
    at_most = Goal("", "", "", Comparison.AT_MOST, 300, 150)
    assert _verdicts(at_most, 301, 300, 150) == ["not met", "met", "stretch met"]


def test_an_exact_target_must_be_met_in_every_round() -> None:
    exactly_one = Goal("", "", "", Comparison.EXACTLY, 1, 1)
    assert exactly_one.verdict(Spread.of([1, 1, 1])) == "met"
    assert exactly_one.verdict(Spread.of([1, 2, 1])) == "not met"
    assert exactly_one.verdict(Spread.of([1, 0, 1])) == "not met"


def _verdicts(goal: Goal, *medians: float) -> list[str]:
    return [goal.verdict(Spread(median, 0, 1000)) for median in medians]
