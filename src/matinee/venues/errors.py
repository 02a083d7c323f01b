"""The errors of halls. Each docstring is the message for people."""

from matinee.core.problems import Problem


class PlanUnreadable(Problem):
    """The hall plan cannot be read. Each line is one row of seats, drawn with the signs of `venues/plans.py`.

    `line` and `column` count from 1.
    """

    code = "plan-unreadable"
    title = "Plan unreadable"
    status = 400

    line: int
    column: int
    reason: str
