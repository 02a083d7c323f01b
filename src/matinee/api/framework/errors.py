"""The errors of HTTP itself, beside those of `core/`. Each docstring is the message for people."""

from matinee.core.problems import Problem, RetryAfter


class NotAcceptable(Problem):
    """Responses are JSON. Accept application/json."""

    code = "not-acceptable"
    title = "Not acceptable"
    status = 406


class LengthRequired(Problem):
    """The length of the body is missing. Send Content-Length."""

    code = "length-required"
    title = "Length required"
    status = 411


class TooLarge(Problem):
    """The body is larger than 64 kB."""

    code = "too-large"
    title = "Request too large"
    status = 413


class FileTooLarge(Problem):
    """The file is larger than 10 MB. Choose a smaller one."""

    code = "file-too-large"
    title = "File too large"
    status = 413


class UnsupportedMediaType(Problem):
    """Bodies are JSON in UTF-8. Send Content-Type: application/json; for a file, multipart/form-data."""

    code = "unsupported-media-type"
    title = "Unsupported media type"
    status = 415


class Forbidden(Problem):
    """You may not do this."""

    code = "forbidden"
    title = "Forbidden"
    status = 403


class ServerFault(Problem):
    """Something went wrong on our side. It has been logged; try again later."""

    code = "server-fault"
    title = "Server fault"
    status = 500


class Unavailable(Problem):
    """The box office cannot reach its database or its payment provider. Try again in a moment."""

    code = "unavailable"
    title = "Unavailable"
    status = 503

    retry_after: RetryAfter = 1
