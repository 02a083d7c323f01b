"""What the supervisor and the commands print, without the weight of the log."""

import os
from datetime import UTC, datetime

import orjson


def report(line: str) -> None:
    """Tell the operator: at the terminal, or as a line of the log in production."""
    if os.environ.get("MATINEE_ENV", "").strip() == "production":
        event = {"event": line, "level": "info", "timestamp": datetime.now(UTC).isoformat()}
        line = orjson.dumps(event).decode()
    print(line, flush=True)  # noqa: T201
