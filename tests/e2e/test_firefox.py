"""A booking in the Firefox that is installed on the machine."""

import os
import shutil
import subprocess

import pytest

from tests.database_server import CHECKOUT

NAMES = ("firefox", "firefox-esr")
FOLDER = CHECKOUT / "web/tools/firefox"
TIMEOUT_SECONDS = 120


@pytest.mark.screens
def test_firefox_books_two_best_seats(base_url: str) -> None:
    firefox = os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)
    assert firefox, "Firefox was not found. Install it, or set FIREFOX to the path of the executable."
    done = subprocess.run(  # noqa: S603
        [CHECKOUT / ".venv/bin/node", "book.mjs", base_url, firefox],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert f"{base_url}/ticket/" in done.stdout
