"""`matinee restore`: a backup's rows in a schema of our own making, all of it or nothing."""

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

FRESH = {"django_migrations", "django_content_type", "auth_permission", *EXCLUDED_TABLES}
"""The tables that have rows in an unused database."""

UNOWNED = ("--no-owner", "--no-privileges")
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
    """The database is as it was."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"Nothing was restored from {file}, and the database is as it was: {reason}")


def restore(url: str, file: Path, *, known: frozenset[tuple[str, str]], replace: bool) -> None:
    """Make the database what it was when `file` was written: all of it, or nothing at all.

    The file is data. Its tables, functions and triggers are built by the migrations that it names, which are
    this Matinee's own; only its rows are taken from it. `known` are the migrations of this Matinee, by app
    and name. With `replace`, what is there goes.

    Raises: RestoreFailed, ClientProgramsMissing.
    """
    programs, readers = client_programs.find(server_major(url)), client_programs.newest()
    _refuse_unreadable(readers, file)
    _refuse_unready(url, file, replace)
    migrations = _migrations_in(readers, file)
    if is_from_earlier_version(migrations):
        raise RestoreFailed(file, f"it {EARLIER}.")
    if not migrations <= known:
        raise RestoreFailed(file, "it was made by a newer Matinee. Install that version.")
    with _scratch_database(url, file) as scratch:
        _build(scratch, migrations, file)
        _refuse_foreign(readers, programs, scratch, file)
        before, after = (_schema(programs, scratch, section) for section in ("pre-data", "post-data"))
    _replay(url, file, readers, before, after)
    report(f"Restored from {file}: {_contents(url)}")


def _refuse_unreadable(readers: ClientPrograms, file: Path) -> None:
    if not file.is_file():
        raise RestoreFailed(file, "it isn't a complete backup of Matinee: there is no such file.")
    listed = run(readers, "pg_restore", "--list", str(file))
    if "unsupported version" in listed.stderr:
        raise RestoreFailed(
            file,
            f"it was made by a newer PostgreSQL than {readers.major}, the newest whose programs are here. "
            "Install the client programs of that version.",
        )
    if not is_complete_backup(readers, file):
        raise RestoreFailed(file, "it isn't a complete backup of Matinee.")


def _migrations_in(readers: ClientPrograms, file: Path) -> frozenset[tuple[str, str]]:
    """The migrations that the database had."""
    found = []
    command = ("--data-only", "--table=django_migrations", "--file=-", str(file))
    with start(readers, "pg_restore", *command) as read:
        for item in _understood(read, file):
            if isinstance(item, Table) and item.name == "django_migrations":
                places = [item.columns.index(name) for name in ("app", "name")]
                rows = [row.decode().rstrip("\n").split("\t") for row in item.rows]
                found += [(row[places[0]], row[places[1]]) for row in rows]
    return frozenset(found)


def _understood(read: "subprocess.Popen[bytes]", file: Path) -> Iterator[Table | SequenceValue]:
    assert read.stdout  # noqa: S101
    try:
        yield from contents(read.stdout)
    except UnexpectedContent as error:
        raise RestoreFailed(file, "it has something that `matinee backup` doesn't write.") from error
    if read.wait() != 0:
        raise RestoreFailed(file, "pg_restore could not read it to its end.")


@contextmanager
def _scratch_database(url: str, file: Path) -> Iterator[str]:
    """A new database on the same server, gone after the block."""
    name = sql.Identifier(scratch := f"matinee_restore_{secrets.token_hex(6)}")
    with psycopg.connect(url, autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
        except psycopg.Error as error:
            raise RestoreFailed(
                file, f"the schema is built in a database of its own first, and {_first_line(error)}"
            ) from error
        try:
            yield _url_of(url, scratch)
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _url_of(url: str, database: str) -> str:
    """The same server's other database."""
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
        raise RestoreFailed(file, f"its schema could not be built: {' '.join(last)}")


def _refuse_foreign(readers: ClientPrograms, programs: ClientPrograms, scratch: str, file: Path) -> None:
    """Refuse a file with tables, functions or anything else that its migrations don't make."""
    target, password = without_password(scratch)
    with tempfile.NamedTemporaryFile() as ours:
        command = ("--format=custom", f"--file={ours.name}", f"--dbname={target}")
        run(programs, "pg_dump", *command, environ=password)
        extra = _entries(readers, str(file)) - _entries(readers, ours.name)
    if extra:
        raise RestoreFailed(file, f"it has {sorted(extra)[0]}, which `matinee backup` doesn't write.")


def _entries(readers: ClientPrograms, file: str) -> set[str]:
    """What an archive lists, without numbers and owners."""
    lines = run(readers, "pg_restore", "--list", file).stdout.splitlines()
    entries = (ENTRY.fullmatch(line) for line in lines if not line.startswith(";") and line)
    return {entry[1] if entry else "an entry that can't be read" for entry in entries}


def _schema(programs: ClientPrograms, url: str, section: str) -> str:
    """SQL of our own making; without psql's commands, and settings that an older server doesn't know."""
    target, password = without_password(url)
    done = run(programs, "pg_dump", *UNOWNED, f"--section={section}", f"--dbname={target}", environ=password)
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
                for item in _understood(read, file):
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
        and database.execute(has_rows.format(sql.Identifier(str(name)))).fetchone() == (True,)
    ]


def _contents(url: str) -> str:
    with psycopg.connect(url) as database:
        return row_counts(database, ("ticket_order", "ticket"))
