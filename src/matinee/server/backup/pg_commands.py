"""What backing up and restoring have in common: PostgreSQL's programs, and what is in a database."""

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
"""Hints that last seconds, and log-ins, which must not come back to life."""

MARK = "TABLE DATA public ticket_order"
CALLED = {"venue": "venues", "show": "shows", "ticket_order": "orders", "ticket": "tickets"}


def row_counts(database: "psycopg.Connection[Any]", tables: Sequence[str]) -> str:
    """`3 orders, 5 tickets`; a table that isn't there has no rows."""
    counts = []
    for table in tables:
        found = database.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
        rows = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        row = database.execute(rows).fetchone() if found and found[0] else (0,)
        counts.append(f"{row[0] if row else 0} {CALLED[table]}")
    return ", ".join(counts)


def is_complete_backup(programs: ClientPrograms, file: Path) -> bool:
    """Read the whole file, which fails where it is cut off or damaged, and look for our books in it."""
    listed = run(programs, "pg_restore", "--list", str(file))
    whole = run(programs, "pg_restore", f"--file={os.devnull}", str(file))
    return (listed.returncode, whole.returncode) == (0, 0) and MARK in listed.stdout


def run(
    programs: ClientPrograms, program: str, *arguments: str, environ: Mapping[str, str] = os.environ
) -> "subprocess.CompletedProcess[str]":
    """Run one of PostgreSQL's programs to its end."""
    return subprocess.run(  # noqa: S603
        [programs.program(program), *arguments],
        env={**os.environ, **environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )


def server_major(url: str) -> int:
    """The server's major version."""
    with psycopg.connect(url) as database:
        return database.info.server_version // 10_000


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """Give the address without the password, which other users could read in the list of processes."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}


def start(
    programs: ClientPrograms, program: str, *arguments: str, environ: Mapping[str, str] = os.environ
) -> "subprocess.Popen[bytes]":
    """Start one of PostgreSQL's programs."""
    return subprocess.Popen(  # noqa: S603
        [programs.program(program), *arguments],
        env={**os.environ, **environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def report(line: str) -> None:
    """Tell the person at the keyboard."""
    print(line, flush=True)  # noqa: T201
