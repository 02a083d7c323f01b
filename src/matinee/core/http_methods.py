"""Groups of HTTP methods."""

METHODS_WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}
"""The body of such a request is never read."""
