"""Select pg_dump and pg_restore: the server's major version, else the next newer one."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from matinee.server.errors import OperatorError
from matinee.server.postgres import binaries

REQUIRED_PROGRAMS = ("pg_dump", "pg_restore", "psql")


class ClientProgramsMissing(OperatorError):
    """No pg_dump is as new as the server. An older pg_dump refuses a newer server."""

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
        """Return the full path of a program, such as `pg_dump`."""
        return str(self.folder / name)


def find(major: int) -> ClientPrograms:
    """Return the oldest programs that support the server, because a newer dump may use newer syntax.

    Raises: ClientProgramsMissing.
    """
    supported = [found for found in _available() if found.major >= major]
    if not supported:
        raise ClientProgramsMissing(major)
    return min(supported)


def newest() -> ClientPrograms:
    """Return the newest programs: they can read the archives of all older versions."""
    return max(_available())


def _available() -> list[ClientPrograms]:
    on_path = shutil.which("pg_dump")
    folders = [found.folder for found in binaries.available()] + ([Path(on_path).parent] if on_path else [])
    return [found for folder in folders if (found := _inspect(folder))]


def _inspect(folder: Path) -> ClientPrograms | None:
    if not all(os.access(folder / name, os.X_OK) for name in REQUIRED_PROGRAMS):
        return None
    command = [str(folder / "pg_dump"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return ClientPrograms(int(version[1]), folder) if version else None
