"""What the methods of HTTP have in common."""

BODILESS = {"GET", "HEAD", "OPTIONS"}
"""Nothing reads the body of such a request."""
