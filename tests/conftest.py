"""What every test stands on: a private PostgreSQL of the tests' own, the running site, a browser."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import django
import psycopg
import pytest
from django.conf import settings

from matinee.server.environment import DEFAULTS
from tests.jobs import run_jobs  # noqa: F401 - a fixture for all
from tests.live_app import LiveApp, run_live_app

CHECKOUT = Path(__file__).resolve().parents[1]

TUNING = ("fsync = off", "max_connections = 400")
"""Tests outlive no power cut, and race with hundreds of connections."""


class DatabaseServer:
    """The tests' own PostgreSQL, in one of the checkout's test folders that no other test run uses now."""

    def __init__(self) -> None:
        self.data, self._lock = self._claim_folder()

    def start(self) -> None:
        """Start the server and point Django at it; whatever the caller's environment says stays out."""
        for name in DEFAULTS:
            os.environ.pop(name, None)
        os.environ["MATINEE_DATA_DIR"] = str(self.data)
        os.environ["SECRET_KEY"] = "the tests' own key, the same in every run"  # noqa: S105
        self.url = self._matinee("url")
        administrator = self.url.replace("//matinee@", "//postgres@")
        with psycopg.connect(administrator, autocommit=True) as connection:
            (fsync,) = connection.execute("SHOW fsync").fetchone() or ("",)
            if fsync == "on":
                for setting in TUNING:
                    connection.execute(f"ALTER SYSTEM SET {setting}")
        if fsync == "on":
            self._matinee("stop")
            self._matinee("start")
        os.environ["DATABASE_URL"] = self.url
        os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.server.settings"

    def stop(self) -> None:
        """Stop the server and give the folder back."""
        os.environ.pop("DATABASE_URL", None)
        self._matinee("stop")
        self._lock.close()

    @staticmethod
    def _matinee(verb: str) -> str:
        command = [sys.executable, "-m", "matinee", "db", verb]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()  # noqa: S603

    @staticmethod
    def _claim_folder() -> tuple[Path, TextIO]:
        for number in range(1, 100):
            folder = CHECKOUT / ".test-data" / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            lock = (folder / "tests.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
            else:
                return folder, lock
        raise RuntimeError("A hundred test runs are under way in this checkout.")


server = DatabaseServer()


def pytest_configure() -> None:
    """Have the database before Django reads its settings."""
    if settings.configured:
        raise pytest.UsageError("Django knows its database already. Unset DJANGO_SETTINGS_MODULE.")
    server.start()
    django.setup()


def pytest_unconfigure() -> None:
    """Leave nothing running."""
    server.stop()


@pytest.fixture(scope="session")
def live_app() -> Iterator[LiveApp]:
    """The site as `matinee serve` runs it, on a free port and a freshly migrated database of its own."""
    with run_live_app(server.url) as app:
        yield app


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The machine's Chromium. Without one, tests fail: `make test` says how to get it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "No Chromium was found. Install it, or name its program in CHROMIUM."
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """Let Playwright drive the machine's Chromium, also as root and in a container."""
    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": flags}
