"""Why a viewer is turned away, beside what is in `core/`. Each docstring is the message that people read."""

from typing import ClassVar

from matinee.core.problems import Problem


class TooManyRequests(Problem):
    """Too many seat maps are open from your address. Close some, or try again in a moment."""

    code: ClassVar[str] = "too-many-requests"
    title: ClassVar[str] = "Too many requests"


STATUS = {
    "invalid": 400,
    "not-found": 404,
    "show-not-found": 404,
    "method-not-allowed": 405,
    "too-many-requests": 429,
}
