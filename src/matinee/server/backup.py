"""`matinee backup` and `matinee restore`: PostgreSQL's own dump, whole or not at all."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from matinee.server.errors import CannotRun
from matinee.server.postgres import clients
from matinee.server.postgres.clients import Clients

LEFT_OUT = ("seat_change", "django_session")
"""Hints that last seconds, and log-ins, which must not come back to life."""

FRESH = {"django_migrations", "django_content_type", "auth_permission", *LEFT_OUT}
"""What has rows in a database that nobody has used yet; so does the queue."""

UNOWNED = ("--no-owner", "--no-privileges")
MARK = "TABLE DATA public ticket_order"
NEWER = "made by a newer Matinee"
TELL_EVERY_SECONDS = 2

EMPTY_SCHEMA = """
DO $$
DECLARE command text;
BEGIN
    -- All names first: what is gone with a table has none any more.
    FOREACH command IN ARRAY ARRAY(
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT format('DROP TYPE IF EXISTS %s CASCADE', pg_type.oid::regtype)
        FROM pg_type LEFT JOIN pg_class ON pg_class.oid = typrelid
        WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('d', 'e') OR relkind = 'c')
    ) LOOP
        EXECUTE command;
    END LOOP;
END $$;
"""


class BackupFailed(CannotRun):
    """The file could not be written; one that stood there before is untouched."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"No backup was written to {file}: {reason}")


class RestoreFailed(CannotRun):
    """The database is as it was."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"Nothing was restored from {file}, and the database is as it was: {reason}")


def back_up(url: str, file: Path) -> None:
    """Write the database as it is at this moment to `file`, while the site goes on selling.

    The file appears when it is complete and on the disk; it is for the caller's eyes alone.

    Raises: BackupFailed, NoClients.
    """
    programs = clients.find(_server_major(url))
    target, password = _told(url)
    without = [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
    with _draft_beside(file) as draft:
        command = ["--format=custom", "--verbose", *without, f"--file={draft}", f"--dbname={target}"]
        with _start(programs, "pg_dump", *command, environ=password) as dump:
            said = _follow(dump, "dumping contents of table")
        if dump.returncode != 0 or not _is_ours(programs, draft):
            raise BackupFailed(file, _reason(said))
        _keep(draft, file)
    _say(f"Backed up to {file}: {file.stat().st_size / 1e6:.1f} MB, checked")


def restore(url: str, file: Path, *, known: frozenset[tuple[str, str]], replace: bool) -> None:
    """Make the database what it was when `file` was written: all of it, or nothing at all.

    `known` are the migrations of this Matinee, by app and name. With `replace`, what is there goes.

    Raises: RestoreFailed, NoClients.
    """
    programs = clients.find(_server_major(url))
    if not file.is_file() or not _is_ours(programs, file):
        raise RestoreFailed(file, "it isn't a complete backup of Matinee.")
    _refuse_unready(url, file, replace)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as complaints:
        before, after = Path(folder, "before.sql"), Path(folder, "after.sql")
        before.write_text(EMPTY_SCHEMA)
        after.write_text(_refuse_newer(known))
        with (
            _begin_transaction(programs, url, (before, Path("-"), after), complaints) as write,
            _start(programs, "pg_restore", *UNOWNED, "--verbose", "--file=-", str(file)) as read,
        ):
            said = _pour(read, write)
        if write.returncode != 0:
            complaints.seek(0)
            raise RestoreFailed(file, _reason([*said, *complaints.read().splitlines()]))
    _say(f"Restored from {file}: {_contents(url)}")


def _begin_transaction(
    programs: Clients, url: str, scripts: Sequence[Path], complaints: IO[str]
) -> "subprocess.Popen[bytes]":
    """Have psql run all scripts, `-` being what it is given, in one transaction that any error ends."""
    target, password = _told(url)
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    return subprocess.Popen(  # noqa: S603
        [programs.program("psql"), *how, *(f"--file={script}" for script in scripts), f"--dbname={target}"],
        env={**os.environ, **password, "LC_ALL": "C"},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
    )


def _pour(read: "subprocess.Popen[bytes]", write: "subprocess.Popen[bytes]") -> list[str]:
    """Give all that one process writes to the other, or end that one; give what the first one said."""
    assert read.stdout  # noqa: S101
    assert write.stdin  # noqa: S101
    with ThreadPoolExecutor(1) as aside:
        said = aside.submit(_follow, read, "processing data for table")
        with suppress(BrokenPipeError), write.stdin:
            shutil.copyfileobj(read.stdout, write.stdin)
            if read.wait() != 0:
                # Before its input ends: half a script must not be committed.
                write.kill()
                write.wait()
        # It may still have much to give that nobody takes any more.
        read.stdout.close()
        return said.result()


def _refuse_unready(url: str, file: Path, replace: bool) -> None:
    with psycopg.connect(url) as database:
        others = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
        if others and others[0]:
            raise RestoreFailed(file, "the database is in use. Stop the site first.")
        if not replace and (used := _used_tables(database)):
            raise RestoreFailed(
                file, f"the database has data already, in {', '.join(used)}. With --replace that goes."
            )


def _used_tables(database: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    has_rows = sql.SQL("SELECT EXISTS (SELECT FROM {})")
    return [
        str(name)
        for (name,) in tables
        if name not in FRESH
        and not str(name).startswith("procrastinate_")
        and database.execute(has_rows.format(sql.Identifier(str(name)))).fetchone() == (True,)
    ]


def _refuse_newer(known: frozenset[tuple[str, str]]) -> str:
    """SQL that ends the transaction when the backup has a migration that this Matinee doesn't have."""
    rows = sql.SQL(", ").join(sql.SQL("({}, {})").format(app, name) for app, name in sorted(known))
    check = sql.SQL(
        "DO $$ BEGIN IF EXISTS (SELECT FROM public.django_migrations WHERE (app, name) NOT IN ({rows}))"
        " THEN RAISE EXCEPTION {newer}; END IF; END $$;"
    )
    return check.format(rows=rows, newer=NEWER).as_string()


def _contents(url: str) -> str:
    with psycopg.connect(url) as database:
        counts = "SELECT (SELECT count(*) FROM ticket_order), (SELECT count(*) FROM ticket)"
        orders, tickets = database.execute(counts).fetchone() or (0, 0)
    return f"{orders} orders, {tickets} tickets"


def _is_ours(programs: Clients, file: Path) -> bool:
    """Read the whole file, which fails where it is cut off or damaged, and look for our books in it."""
    listed = subprocess.run(  # noqa: S603
        [programs.program("pg_restore"), "--list", str(file)], capture_output=True, text=True, check=False
    )
    whole = subprocess.run(  # noqa: S603
        [programs.program("pg_restore"), f"--file={os.devnull}", str(file)], capture_output=True, check=False
    )
    return (listed.returncode, whole.returncode) == (0, 0) and MARK in listed.stdout


def _server_major(url: str) -> int:
    with psycopg.connect(url) as database:
        return database.info.server_version // 10_000


def _told(url: str) -> tuple[str, dict[str, str]]:
    """Give the address without the password, which other users could read in the list of processes."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}


def _start(
    programs: Clients, program: str, *arguments: str, environ: Mapping[str, str] = os.environ
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603
        [programs.program(program), *arguments],
        env={**os.environ, **environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


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
            _say(f"{tables} tables so far; now {line.rpartition('.')[2].strip().strip(chr(34))}")
    return said


def _reason(said: list[str]) -> str:
    if any(NEWER in line for line in said):
        return f"it was {NEWER}. Install that version."
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


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
