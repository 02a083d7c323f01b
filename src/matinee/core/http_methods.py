"""What the methods of HTTP have in common."""

METHODS_WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}
"""Nothing reads the body of such a request."""
