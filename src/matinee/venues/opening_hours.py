"""When the box office is open: a list of times on weekdays."""

import re
from datetime import time
from itertools import pairwise
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_TIMES = 28
"""Four for each weekday."""

TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
"""Hours and minutes on a clock of 24 hours."""

SHAPE_MESSAGE = gettext_lazy(
    'Enter a list of times such as {"weekday": 1, "opens": "14:00", "closes": "23:30"}.'
)


class OpenTime(TypedDict):
    """A time on a weekday; 1 is Monday. One that closes before it opens ends on the next day."""

    weekday: int
    opens: str
    closes: str


def checked_opening_hours(value: Any) -> list[OpenTime]:
    """Return the times in the order of the week. Times of one day do not overlap.

    Raises: ValidationError.
    """
    if not isinstance(value, list) or len(value) > MAX_TIMES or not all(map(_is_time, value)):
        raise ValidationError(SHAPE_MESSAGE, code="opening-hours")
    times: list[OpenTime] = sorted(value, key=lambda one: (one["weekday"], one["opens"]))
    for first, second in pairwise(times):
        if first["weekday"] == second["weekday"] and second["opens"] < _end(first):
            raise ValidationError(_("Two times of one day overlap."), code="opening-hours")
    return times


def clock_time(text: str) -> time:
    """The time of day in a text such as 14:00. Raises: ValidationError."""
    if not re.fullmatch(TIME, text):
        raise ValidationError(_("Enter a time of day, such as 14:00."), code="time")
    return time.fromisoformat(text)


def _is_time(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == {"weekday", "opens", "closes"}
        and type(one["weekday"]) is int
        and 1 <= one["weekday"] <= 7
        and all(isinstance(one[name], str) and re.fullmatch(TIME, one[name]) for name in ("opens", "closes"))
        and one["opens"] != one["closes"]
    )


def _end(one: OpenTime) -> str:
    """The end on the same day: midnight for a time that ends on the next one."""
    return one["closes"] if one["closes"] > one["opens"] else "24:00"
