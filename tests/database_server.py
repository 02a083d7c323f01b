"""A private PostgreSQL server for the tests."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import psycopg

from matinee.server.config.environment import DEFAULTS

CHECKOUT = Path(__file__).resolve().parents[1]

TUNING = ("fsync = off", "max_connections = 400")
"""Test data need not survive a power failure. Race tests use hundreds of connections."""


class DatabaseServer:
    """The tests' PostgreSQL server, with a data folder in the checkout that no other test run uses."""

    def __init__(self) -> None:
        self.data, self._lock = self._claim_folder()

    def start(self) -> None:
        """Start the server and configure Django to use it, without the settings of the caller."""
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
        os.environ["DJANGO_SETTINGS_MODULE"] = "matinee.server.config.settings"

    def stop(self) -> None:
        """Stop the server and release the lock on the folder."""
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
        raise RuntimeError("A hundred test runs are active in this checkout.")
