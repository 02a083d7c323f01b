"""Graceful shutdown: the supervisor announces a stop to the web processes through a file that they share."""

import os
from contextlib import suppress
from pathlib import Path

FOLDER = "MATINEE_RUN_FOLDER"
"""The environment variable that the supervisor sets for its processes."""


def announce_stop() -> None:
    """Make `/readyz` return 503, so that a load balancer sends no further requests."""
    # If the disk is full, the stop continues without the announcement.
    with suppress(OSError, KeyError):
        (Path(os.environ[FOLDER]) / "stopping").touch()


def is_stopping() -> bool:
    """Return whether a stop was announced. False without a supervisor."""
    folder = os.environ.get(FOLDER)
    return folder is not None and (Path(folder) / "stopping").exists()
