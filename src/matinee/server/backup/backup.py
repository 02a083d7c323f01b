"""`matinee backup`: write a complete dump with pg_dump, or no file at all."""

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

PROGRESS_SECONDS = 2


class BackupFailed(OperatorError):
    """The backup could not be written. A file that existed before is unchanged."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"No backup was written to {file}: {reason}")


def back_up(url: str, file: Path) -> None:
    """Write a consistent snapshot of the database to `file`, while the site keeps selling.

    The file appears only when it is complete, verified and flushed to disk. Only its owner can read it.

    Raises: BackupFailed, ClientProgramsMissing.
    """
    if file.exists() and not file.is_file():
        # Renaming the temporary file would replace a device such as /dev/null by a file.
        raise BackupFailed(file, "the path exists and is not a regular file. Choose another path.")
    programs = client_programs.find(server_major(url))
    target, password = without_password(url)
    without = [f"--exclude-table-data=public.{table}" for table in EXCLUDED_TABLES]
    with _temporary_file_beside(file) as draft, _snapshot(url) as (snapshot, counts):
        command = ["--format=custom", "--verbose", *without, f"--file={draft}", f"--dbname={target}"]
        with start(programs, "pg_dump", f"--snapshot={snapshot}", *command, environ=password) as dump:
            messages = _report_progress(dump, "dumping contents of table")
        if dump.returncode != 0 or not is_complete_backup(programs, draft):
            raise BackupFailed(file, _reason(messages))
        _publish(draft, file)
    report(f"Backed up to {file}: {file.stat().st_size / 1e6:.1f} MB, checked")
    report(f"Database {target}: {counts}")


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[str, str]]:
    """Export a snapshot that pg_dump can use during the block, with the row counts in it."""
    with psycopg.connect(url) as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = database.execute("SELECT pg_export_snapshot()").fetchone()
        assert row  # noqa: S101
        yield str(row[0]), row_counts(database, ("venue", "show", "ticket_order", "ticket"))


def _report_progress(process: "subprocess.Popen[bytes]", step: str) -> list[str]:
    """Report progress every few seconds. Returns the other lines of stderr."""
    messages, tables, reported_at = [], 0, time.monotonic()
    for raw in process.stderr or ():
        line = raw.decode(errors="replace")
        if step not in line:
            messages.append(line.strip())
            continue
        tables += 1
        if time.monotonic() - reported_at > PROGRESS_SECONDS:
            reported_at = time.monotonic()
            report(f"{tables} tables so far; now {line.rpartition('.')[2].strip().strip(chr(34))}")
    return messages


def _reason(messages: list[str]) -> str:
    errors = [line for line in messages if "error:" in line.lower() or "FATAL:" in line]
    return " ".join(errors[:2]) or "PostgreSQL gave no reason."


@contextmanager
def _temporary_file_beside(file: Path) -> Iterator[Path]:
    """Create a temporary file in the same folder. It is removed after the block, unless it was renamed."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise BackupFailed(file, error.strerror or str(error)) from error
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _publish(draft: Path, file: Path) -> None:
    """Flush the file to disk, rename it, and flush the rename."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
