"""Shared by backup and restore: run PostgreSQL's client programs, count the rows of a database."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from matinee.server.postgres.client_programs import ClientPrograms

EXCLUDED_TABLES = ("seat_change", "django_session")
"""Their rows are not backed up: short-lived change notices, and sessions, which must not be restored."""

ORDERS_ENTRY = "TABLE DATA public ticket_order"
"""The line of an archive's table of contents that every backup of Matinee has."""

LABELS = {"venue": "venues", "show": "shows", "ticket_order": "orders", "ticket": "tickets"}


def row_counts(database: "psycopg.Connection[Any]", tables: Sequence[str]) -> str:
    """Count rows: `3 orders, 5 tickets`. A missing table counts as empty."""
    counts = []
    for table in tables:
        found = database.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
        rows = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        row = database.execute(rows).fetchone() if found and found[0] else (0,)
        counts.append(f"{row[0] if row else 0} {LABELS[table]}")
    return ", ".join(counts)


def is_complete_backup(programs: ClientPrograms, file: Path) -> bool:
    """Whether the whole file is readable and contains the orders of a Matinee database."""
    listed = run(programs, "pg_restore", "--list", str(file))
    whole = run(programs, "pg_restore", f"--file={os.devnull}", str(file))
    return (listed.returncode, whole.returncode) == (0, 0) and ORDERS_ENTRY in listed.stdout


def run(
    programs: ClientPrograms, program: str, *arguments: str, environ: Mapping[str, str] = os.environ
) -> "subprocess.CompletedProcess[str]":
    """Run one of PostgreSQL's programs and wait for it."""
    return subprocess.run(  # noqa: S603
        [programs.program(program), *arguments],
        env={**os.environ, **environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )


def server_major(url: str) -> int:
    """Return the major version of the server."""
    with psycopg.connect(url) as database:
        return database.info.server_version // 10_000


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """Split a URI into a connection string without the password, and environment variables with it.

    Other users can read command-line arguments in the process list, but not the environment.
    """
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}


def start(
    programs: ClientPrograms, program: str, *arguments: str, environ: Mapping[str, str] = os.environ
) -> "subprocess.Popen[bytes]":
    """Start one of PostgreSQL's programs, with its output in pipes."""
    return subprocess.Popen(  # noqa: S603
        [programs.program(program), *arguments],
        env={**os.environ, **environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def report(line: str) -> None:
    """Print a line to stdout."""
    print(line, flush=True)  # noqa: T201
