"""The base class of all problems (errors that a client can cause), and those of HTTP itself.

A class's docstring is its message. `api/framework/errors.py` maps each class to its HTTP status.
"""

from typing import Any, ClassVar


class Problem(Exception):
    """The request cannot be carried out."""

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, **data: Any) -> None:
        """Keep `data` (JSON-ready values) as the facts the client needs to go on."""
        super().__init__(self.code)
        self.data = data

    @property
    def detail(self) -> str:
        """The first paragraph of the class docstring: the message for people."""
        return " ".join((type(self).__doc__ or "").split("\n\n")[0].split())


class TooManyRequests(Problem):
    """Too many requests come from your address. Try again in a moment."""

    code: ClassVar[str] = "too-many-requests"
    title: ClassVar[str] = "Too many requests"

    def __init__(self, *, retry_after: int) -> None:
        """Say in how many seconds it is worth asking again."""
        super().__init__()
        self.retry_after = retry_after


class Busy(Problem):
    """Many people want these seats right now. Try again in a moment; nothing has changed."""

    code: ClassVar[str] = "busy"
    title: ClassVar[str] = "Busy"


class Invalid(Problem):
    """The request is malformed. Each field in `errors` says what is wrong with it."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class NotFound(Problem):
    """There is nothing at this address. The addresses of the API end with a slash."""

    code: ClassVar[str] = "not-found"
    title: ClassVar[str] = "Not found"


class MethodNotAllowed(Problem):
    """This address does not answer to this method. The Allow header names those it does."""

    code: ClassVar[str] = "method-not-allowed"
    title: ClassVar[str] = "Method not allowed"
