"""The machine's Chromium."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
"""It runs as root and in a container too."""


def chromium() -> str:
    """The program's path. Without one, tests fail: `make test` says how to get it."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "No Chromium was found. Install it, or name its program in CHROMIUM."
    return path
