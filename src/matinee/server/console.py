"""Console output of the supervisor and the commands. Does not import the logging configuration."""

import os
from datetime import UTC, datetime

import orjson


def report(line: str) -> None:
    """Print a line: plain text, or a JSON log event in production."""
    if os.environ.get("MATINEE_ENV", "").strip() == "production":
        event = {"event": line, "level": "info", "timestamp": datetime.now(UTC).isoformat()}
        line = orjson.dumps(event).decode()
    print(line, flush=True)  # noqa: T201
