"""Which pg_dump and pg_restore to use: of the server's own major version, else the next newer."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from matinee.server.errors import OperatorError
from matinee.server.postgres import binaries

NEEDED = ("pg_dump", "pg_restore", "psql")


class ClientProgramsMissing(OperatorError):
    """Every pg_dump here is older than the server, and such a one refuses it."""

    def __init__(self, major: int) -> None:
        super().__init__(
            f"The server is PostgreSQL {major}, and no pg_dump {major} or newer was found. "
            f"Install that version (on Debian: apt-get install postgresql-client-{major})."
        )


@dataclass(frozen=True, order=True)
class ClientPrograms:
    """One installation of the client programs."""

    major: int
    folder: Path

    def program(self, name: str) -> str:
        """Give the full path of `name`, such as `pg_dump`."""
        return str(self.folder / name)


def find(major: int) -> ClientPrograms:
    """Take the oldest programs that know the server: a newer dump may say what an older server doesn't know.

    Raises: ClientProgramsMissing.
    """
    fitting = [found for found in _available() if found.major >= major]
    if not fitting:
        raise ClientProgramsMissing(major)
    return min(fitting)


def newest() -> ClientPrograms:
    """Give the programs that read the archives of every version that any here can read. There are some."""
    return max(_available())


def _available() -> list[ClientPrograms]:
    on_path = shutil.which("pg_dump")
    folders = [found.folder for found in binaries.available()] + ([Path(on_path).parent] if on_path else [])
    return [found for folder in folders if (found := _inspect(folder))]


def _inspect(folder: Path) -> ClientPrograms | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    command = [str(folder / "pg_dump"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return ClientPrograms(int(version[1]), folder) if version else None
