"""Why something about a hall is refused."""

from typing import ClassVar

from matinee.core.problems import Problem


class PlanUnreadable(Problem):
    """The hall plan cannot be read. Each line is one row of seats, drawn with the signs of `venues/plans.py`.

    Data: `line` and `column`, both from 1, and `reason`.
    """

    code: ClassVar[str] = "plan-unreadable"
    title: ClassVar[str] = "Plan unreadable"
