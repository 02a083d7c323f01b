"""`matinee restore`: load the rows of a backup into a schema built from Matinee's own migrations."""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from matinee.runtime.job_queue.schema import DEFAULT_SCHEMA
from matinee.server.backup.dump_parser import SequenceValue, Table, UnexpectedContent, contents
from matinee.server.backup.pg_commands import (
    EXCLUDED_TABLES,
    is_complete_backup,
    report,
    row_counts,
    run,
    server_major,
    start,
    without_password,
)
from matinee.server.errors import OperatorError
from matinee.server.postgres import client_programs
from matinee.server.postgres.client_programs import ClientPrograms
from matinee.server.postgres.migration_history import EARLIER, is_from_earlier_version

TABLES_OF_EMPTY_DATABASE = {"django_migrations", "django_content_type", "auth_permission", *EXCLUDED_TABLES}
"""The tables that have rows in an unused database."""

WITHOUT_OWNERS = ("--no-owner", "--no-privileges")
ENTRY = re.compile(r"[0-9]+; [0-9]+ [0-9]+ (.+) \S*")

EMPTY_SCHEMAS = f"""
DO $$
DECLARE
    schemas oid[] := ARRAY(SELECT oid FROM pg_namespace WHERE nspname IN ('public', '{DEFAULT_SCHEMA}'));
    command text;
BEGIN
    -- All names first: an object that was dropped together with a table has no name.
    FOREACH command IN ARRAY ARRAY(
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
        WHERE relnamespace = ANY(schemas) AND relkind IN ('r', 'p')
        UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = ANY(schemas)
        UNION ALL SELECT format('DROP TYPE IF EXISTS %s CASCADE', pg_type.oid::regtype)
        FROM pg_type LEFT JOIN pg_class ON pg_class.oid = typrelid
        WHERE typnamespace = ANY(schemas) AND (typtype IN ('d', 'e') OR relkind = 'c')
    ) LOOP
        EXECUTE command;
    END LOOP;
END $$;
"""  # noqa: S608 - a constant of ours

CREATE_SCHEMA = f"CREATE SCHEMA {DEFAULT_SCHEMA};"


class RestoreFailed(OperatorError):
    """Nothing was restored. The database is unchanged."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"Nothing was restored from {file}, and the database is unchanged: {reason}")


def restore(url: str, file: Path, *, known: frozenset[tuple[str, str]], replace: bool) -> None:
    """Restore the database to the state in `file`, in one transaction.

    The file is treated as data: only its rows are used. Tables, functions and triggers are built by the
    migrations that the file lists, with the code of this release. `known` contains the migrations of this
    release, as (app, name). `replace` permits deleting the current data.

    Raises: RestoreFailed, ClientProgramsMissing.
    """
    programs, readers = client_programs.find(server_major(url)), client_programs.newest()
    _check_readable(readers, file)
    _check_database(url, file, replace)
    migrations = _migrations_in(readers, file)
    if is_from_earlier_version(migrations):
        raise RestoreFailed(file, f"it {EARLIER}.")
    if not migrations <= known:
        raise RestoreFailed(file, "it was written by a newer release of Matinee. Install that release.")
    with _scratch_database(url, file) as scratch:
        _build(scratch, migrations, file)
        _check_contents(readers, programs, scratch, file)
        before, after = (_schema(programs, scratch, section) for section in ("pre-data", "post-data"))
    _replay(url, file, readers, before, after)
    report(f"Restored from {file}: {_contents(url)}")


def _check_readable(readers: ClientPrograms, file: Path) -> None:
    if not file.is_file():
        raise RestoreFailed(file, "the file does not exist.")
    listed = run(readers, "pg_restore", "--list", str(file))
    if "unsupported version" in listed.stderr:
        raise RestoreFailed(
            file,
            f"it was made by a newer PostgreSQL than {readers.major}, the newest version installed here. "
            "Install the client programs of that version.",
        )
    if not is_complete_backup(readers, file):
        raise RestoreFailed(file, "it is not a complete backup of Matinee.")


def _migrations_in(readers: ClientPrograms, file: Path) -> frozenset[tuple[str, str]]:
    """Return the migrations that were applied in the backed-up database, as (app, name)."""
    found = []
    command = ("--data-only", "--table=django_migrations", "--file=-", str(file))
    with start(readers, "pg_restore", *command) as read:
        for item in _parse(read, file):
            if isinstance(item, Table) and item.name == "django_migrations":
                positions = [item.columns.index(name) for name in ("app", "name")]
                rows = [row.decode().rstrip("\n").split("\t") for row in item.rows]
                found += [(row[positions[0]], row[positions[1]]) for row in rows]
    return frozenset(found)


def _parse(read: "subprocess.Popen[bytes]", file: Path) -> Iterator[Table | SequenceValue]:
    assert read.stdout  # noqa: S101
    try:
        yield from contents(read.stdout)
    except UnexpectedContent as error:
        raise RestoreFailed(file, "it contains something that `matinee backup` does not write.") from error
    if read.wait() != 0:
        raise RestoreFailed(file, "pg_restore could not read the whole file.")


@contextmanager
def _scratch_database(url: str, file: Path) -> Iterator[str]:
    """Create a database on the same server, and drop it after the block."""
    name = sql.Identifier(scratch := f"matinee_restore_{secrets.token_hex(6)}")
    with psycopg.connect(url, autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
        except psycopg.Error as error:
            raise RestoreFailed(
                file, f"a temporary database for the schema could not be created: {_first_line(error)}"
            ) from error
        try:
            yield _url_with_database(url, scratch)
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _url_with_database(url: str, database: str) -> str:
    """Return the URI of another database on the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def _build(url: str, migrations: frozenset[tuple[str, str]], file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matinee.server.backup.build_schema"],
        input=json.dumps(sorted(migrations)),
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "matinee.server.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:]
        raise RestoreFailed(file, f"the schema could not be built: {' '.join(last)}")


def _check_contents(readers: ClientPrograms, programs: ClientPrograms, scratch: str, file: Path) -> None:
    """Reject a file with tables, functions or other objects that its migrations do not create."""
    target, password = without_password(scratch)
    with tempfile.NamedTemporaryFile() as ours:
        command = ("--format=custom", f"--file={ours.name}", f"--dbname={target}")
        run(programs, "pg_dump", *command, environ=password)
        extra = _entries(readers, str(file)) - _entries(readers, ours.name)
    if extra:
        raise RestoreFailed(file, f"it contains {sorted(extra)[0]}, which `matinee backup` does not write.")


def _entries(readers: ClientPrograms, file: str) -> set[str]:
    """Return the entries of an archive's table of contents, without ids and owners."""
    lines = run(readers, "pg_restore", "--list", file).stdout.splitlines()
    entries = (ENTRY.fullmatch(line) for line in lines if not line.startswith(";") and line)
    return {entry[1] if entry else "an unreadable entry" for entry in entries}


def _schema(programs: ClientPrograms, url: str, section: str) -> str:
    """Dump the schema built from the migrations. Omits psql commands and newer settings."""
    target, password = without_password(url)
    done = run(
        programs, "pg_dump", *WITHOUT_OWNERS, f"--section={section}", f"--dbname={target}", environ=password
    )
    unwanted = ("\\", "SET transaction_timeout", CREATE_SCHEMA)
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(unwanted))


def _replay(url: str, file: Path, readers: ClientPrograms, before: str, after: str) -> None:
    try:
        with psycopg.connect(url) as database:
            database.execute(EMPTY_SCHEMAS)
            # An existing schema needs no permission to create one.
            if database.execute("SELECT to_regnamespace(%s)", [DEFAULT_SCHEMA]).fetchone() == (None,):
                database.execute(CREATE_SCHEMA)
            database.execute(before.encode())
            with start(readers, "pg_restore", "--data-only", "--file=-", str(file)) as read:
                for item in _parse(read, file):
                    _fill(database, item)
            database.execute(after.encode())
    except psycopg.Error as error:
        raise RestoreFailed(file, _first_line(error)) from error


def _fill(database: "psycopg.Connection[Any]", item: Table | SequenceValue) -> None:
    if isinstance(item, SequenceValue):
        name = sql.Identifier(item.schema, item.sequence).as_string()
        database.execute("SELECT setval(%s::regclass, %s, %s)", [name, item.last, item.is_used])
        return
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(item.schema, item.name), sql.SQL(", ").join(map(sql.Identifier, item.columns))
    )
    with database.cursor() as cursor, cursor.copy(copy) as rows:
        for row in item.rows:
            rows.write(row)


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().splitlines()[0]


def _check_database(url: str, file: Path, replace: bool) -> None:
    with psycopg.connect(url) as database:
        others = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
        if others and others[0]:
            raise RestoreFailed(file, "the database is in use. Stop the site first.")
        if not replace and (used := _used_tables(database)):
            raise RestoreFailed(
                file, f"the database already has data, in {', '.join(used)}. To delete it, add --replace."
            )


def _used_tables(database: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    has_rows = sql.SQL("SELECT EXISTS (SELECT FROM {})")
    return [
        str(name)
        for (name,) in tables
        if name not in TABLES_OF_EMPTY_DATABASE
        and database.execute(has_rows.format(sql.Identifier(str(name)))).fetchone() == (True,)
    ]


def _contents(url: str) -> str:
    with psycopg.connect(url) as database:
        return row_counts(database, ("ticket_order", "ticket"))
