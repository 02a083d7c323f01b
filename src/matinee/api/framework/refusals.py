"""Why HTTP itself refuses a request; what the live process says too is from `core/`.

Each docstring is the message that people read.
"""

from typing import ClassVar

from matinee.core.problems import Invalid as Invalid
from matinee.core.problems import MethodNotAllowed as MethodNotAllowed
from matinee.core.problems import NotFound as NotFound
from matinee.core.problems import Problem


class NotAcceptable(Problem):
    """Answers are JSON. Accept application/json."""

    code: ClassVar[str] = "not-acceptable"
    title: ClassVar[str] = "Not acceptable"


class LengthRequired(Problem):
    """Say how long the body is. Send Content-Length."""

    code: ClassVar[str] = "length-required"
    title: ClassVar[str] = "Length required"


class TooLarge(Problem):
    """The body is larger than 64 kB."""

    code: ClassVar[str] = "too-large"
    title: ClassVar[str] = "Request too large"


class UnsupportedMediaType(Problem):
    """Bodies are JSON in UTF-8. Send Content-Type: application/json."""

    code: ClassVar[str] = "unsupported-media-type"
    title: ClassVar[str] = "Unsupported media type"


class Forbidden(Problem):
    """You may not do this."""

    code: ClassVar[str] = "forbidden"
    title: ClassVar[str] = "Forbidden"


class ServerFault(Problem):
    """Something went wrong on our side. It has been logged; try again later."""

    code: ClassVar[str] = "server-fault"
    title: ClassVar[str] = "Server fault"


class Unavailable(Problem):
    """The box office cannot reach its database or its payment provider. Try again in a moment."""

    code: ClassVar[str] = "unavailable"
    title: ClassVar[str] = "Unavailable"
