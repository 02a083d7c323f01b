"""Why a request is refused before any rule is asked. Docstrings are the messages that people read."""

from typing import ClassVar

from matinee.core.errors import Refusal


class Invalid(Refusal):
    """The request is malformed. Each field in `errors` says what is wrong with it."""

    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "Invalid request"


class NotFound(Refusal):
    """There is nothing at this address. The addresses of the API end with a slash."""

    code: ClassVar[str] = "not-found"
    title: ClassVar[str] = "Not found"


class MethodNotAllowed(Refusal):
    """This address does not answer to this method. The Allow header names those it does."""

    code: ClassVar[str] = "method-not-allowed"
    title: ClassVar[str] = "Method not allowed"
