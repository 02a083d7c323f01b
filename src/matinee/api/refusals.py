"""Why HTTP itself refuses a request. Each docstring is the message that people read."""

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
