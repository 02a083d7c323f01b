"""Why a viewer is turned away. Each docstring is the message that people read; `api/` says some of it too."""

from typing import ClassVar

from matinee.core.errors import Refusal


class NotFound(Refusal):
    """There is nothing at this address. The addresses of the API end with a slash."""

    code: ClassVar[str] = "not-found"
    title: ClassVar[str] = "Not found"


class MethodNotAllowed(Refusal):
    """This address does not answer to this method. The Allow header names those it does."""

    code: ClassVar[str] = "method-not-allowed"
    title: ClassVar[str] = "Method not allowed"


class Invalid(Refusal):
    """The request is malformed. Each field in `errors` says what is wrong with it."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class TooManyRequests(Refusal):
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
