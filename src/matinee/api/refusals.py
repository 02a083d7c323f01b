"""Why HTTP itself refuses a request; what the live process says too is from `core/`.

Each docstring is the message that people read.
"""

from typing import ClassVar

from matinee.core.errors import Refusal
from matinee.core.refusals import Invalid as Invalid
from matinee.core.refusals import MethodNotAllowed as MethodNotAllowed
from matinee.core.refusals import NotFound as NotFound


class NotAcceptable(Refusal):
    """Answers are JSON. Accept application/json."""

    code: ClassVar[str] = "not-acceptable"
    title: ClassVar[str] = "Not acceptable"


class LengthRequired(Refusal):
    """Say how long the body is. Send Content-Length."""

    code: ClassVar[str] = "length-required"
    title: ClassVar[str] = "Length required"


class TooLarge(Refusal):
    """The body is larger than 64 kB."""

    code: ClassVar[str] = "too-large"
    title: ClassVar[str] = "Request too large"


class UnsupportedMediaType(Refusal):
    """Bodies are JSON in UTF-8. Send Content-Type: application/json."""

    code: ClassVar[str] = "unsupported-media-type"
    title: ClassVar[str] = "Unsupported media type"


class Forbidden(Refusal):
    """You may not do this."""

    code: ClassVar[str] = "forbidden"
    title: ClassVar[str] = "Forbidden"


class ServerFault(Refusal):
    """Something went wrong on our side. It has been logged; try again later."""

    code: ClassVar[str] = "server-fault"
    title: ClassVar[str] = "Server fault"


class Unavailable(Refusal):
    """The box office cannot reach its database or its payment provider. Try again in a moment."""

    code: ClassVar[str] = "unavailable"
    title: ClassVar[str] = "Unavailable"
