"""The errors of venues and halls. Each docstring is the message for people."""

from matinee.core.problems import Problem


class VenueNotFound(Problem):
    """There is no such cinema."""

    code = "venue-not-found"
    title = "Venue not found"
    status = 404


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
