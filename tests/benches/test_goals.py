"""Each goal has a bench that judges it, and each bench that names a goal names one of these."""

import re
from pathlib import Path

from benches.rig.goals import GOALS, Goal, Wish

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
    assert [at_least.verdict(value) for value in (0.49, 0.5, 0.85)] == ["not yet", "reached", "moonshot"]
    at_most = Goal("", "", "", Wish.AT_MOST, 300, 150)
    assert [at_most.verdict(value) for value in (301, 300, 150)] == ["not yet", "reached", "moonshot"]
    exactly = Goal("", "", "", Wish.EXACTLY, 1, 1)
    assert [exactly.verdict(value) for value in (0, 1, 2)] == ["not yet", "reached", "not yet"]
