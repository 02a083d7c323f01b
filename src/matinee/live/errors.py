"""The errors of the live process, beside those of `core/`. Each docstring is the message for people."""

from matinee.core.problems import RetryAfter, TooManyRequests


class TooManyConnections(TooManyRequests):
    """Too many seat maps are open from your address. Close some, or try again in a moment."""

    retry_after: RetryAfter = 10
