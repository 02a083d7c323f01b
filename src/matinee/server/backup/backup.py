"""`matinee backup`: PostgreSQL's own dump, whole or not at all."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from matinee.server.backup.pg_commands import (
    EXCLUDED_TABLES,
    is_complete_backup,
    report,
    row_counts,
    server_major,
    start,
    without_password,
)
from matinee.server.backup.restore import RestoreFailed, restore
from matinee.server.errors import OperatorError
from matinee.server.postgres import client_programs

__all__ = ["BackupFailed", "RestoreFailed", "back_up", "restore"]

TELL_EVERY_SECONDS = 2


class BackupFailed(OperatorError):
    """The file could not be written; one that stood there before is untouched."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"No backup was written to {file}: {reason}")


def back_up(url: str, file: Path) -> None:
    """Write the database as it is at this moment to `file`, while the site goes on selling.

    The file appears when it is complete and on the disk; it is for the caller's eyes alone.

    Raises: BackupFailed, ClientProgramsMissing.
    """
    if file.exists() and not file.is_file():
        # Renaming the draft would put a file in the place of a device such as /dev/null.
        raise BackupFailed(file, "it is there already, and is no ordinary file.")
    programs = client_programs.find(server_major(url))
    target, password = without_password(url)
    without = [f"--exclude-table-data=public.{table}" for table in EXCLUDED_TABLES]
    with _draft_beside(file) as draft, _same_moment(url) as (moment, counts):
        command = ["--format=custom", "--verbose", *without, f"--file={draft}", f"--dbname={target}"]
        with start(programs, "pg_dump", f"--snapshot={moment}", *command, environ=password) as dump:
            said = _follow(dump, "dumping contents of table")
        if dump.returncode != 0 or not is_complete_backup(programs, draft):
            raise BackupFailed(file, _reason(said))
        _keep(draft, file)
    report(f"Backed up to {file}: {file.stat().st_size / 1e6:.1f} MB, checked")
    report(f"Database {target}: {counts}")


@contextmanager
def _same_moment(url: str) -> Iterator[tuple[str, str]]:
    """A snapshot that pg_dump can use during the block, and what the database has in it."""
    with psycopg.connect(url) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = database.execute("SELECT pg_export_snapshot()").fetchone()
        assert row  # noqa: S101
        yield str(row[0]), row_counts(database, ("venue", "show", "ticket_order", "ticket"))


def _follow(process: "subprocess.Popen[bytes]", step: str) -> list[str]:
    """Tell now and then how far it is; give what else it said."""
    said, tables, told_at = [], 0, time.monotonic()
    for raw in process.stderr or ():
        line = raw.decode(errors="replace")
        if step not in line:
            said.append(line.strip())
            continue
        tables += 1
        if time.monotonic() - told_at > TELL_EVERY_SECONDS:
            told_at = time.monotonic()
            report(f"{tables} tables so far; now {line.rpartition('.')[2].strip().strip(chr(34))}")
    return said


def _reason(said: list[str]) -> str:
    errors = [line for line in said if "error:" in line.lower() or "FATAL:" in line]
    return " ".join(errors[:2]) or "the programs of PostgreSQL gave no reason."


@contextmanager
def _draft_beside(file: Path) -> Iterator[Path]:
    """A file of the same folder that is gone after the block, unless it was moved."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise BackupFailed(file, error.strerror or str(error)) from error
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _keep(draft: Path, file: Path) -> None:
    """Have it on the disk before it has its name, and the name on the disk too."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
