"""The Chromium that is installed on the machine."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
"""Flags with which Chromium also runs as root and in a container."""


def chromium() -> str:
    """Return the path of the executable. Raises: AssertionError if Chromium is not installed."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium was not found. Install it, or set CHROMIUM to the path of the executable."
    return path
