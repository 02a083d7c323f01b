"""Each goal has a bench that judges it, and each bench that names a goal names one of these."""

import re
from pathlib import Path

from benches.rig.goals import GOALS, Goal, Wish
from benches.rig.rounds import Spread

BENCHES = Path(__file__).resolve().parents[2] / "benches"


def test_each_goal_is_judged_by_its_file() -> None:
    judged = {
        (path.stem, key)
        for path in BENCHES.glob("*.py")
        for key in {goal.key for goal in GOALS} & set(re.findall(r'"([^"\n]+)"', path.read_text()))
    }
    assert judged == {(goal.bench, goal.key) for goal in GOALS}


def test_verdicts() -> None:
    at_least = Goal("", "", "", Wish.AT_LEAST, 0.5, 0.85)
    assert _verdicts(at_least, 0.49, 0.5, 0.85) == ["not yet", "reached", "moonshot"]
    at_most = Goal("", "", "", Wish.AT_MOST, 300, 150)
    assert _verdicts(at_most, 301, 300, 150) == ["not yet", "reached", "moonshot"]


def test_two_winners_in_one_round_of_many_are_too_many() -> None:
    one_winner = Goal("", "", "", Wish.EXACTLY, 1, 1)
    assert one_winner.verdict(Spread.of([1, 1, 1])) == "reached"
    assert one_winner.verdict(Spread.of([1, 2, 1])) == "not yet"
    assert one_winner.verdict(Spread.of([1, 0, 1])) == "not yet"


def _verdicts(goal: Goal, *medians: float) -> list[str]:
    return [goal.verdict(Spread(median, 0, 1000)) for median in medians]
