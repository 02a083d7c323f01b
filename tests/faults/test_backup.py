"""A backup contains all data; a restore restores all of it or changes nothing."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from matinee.server.backup.backup import RestoreFailed, restore
from matinee.server.config.environment import CHECKOUT
from matinee.server.postgres import client_programs
from matinee.server.postgres.client_programs import ClientPrograms, ClientProgramsMissing
from tests.faults.machine import PROGRAMS, Machine, clear, lines_until, open_folder
from tests.live_app import free_port

COUNTED = {"venue": "venues", "show": "shows", "ticket_order": "orders", "ticket": "tickets"}
SLOW = pytest.mark.faults
"""A restore takes seconds, since it creates the schema first. `make test` runs one variant of each kind."""

EXCLUDED_TABLES = {"seat_change", "django_session"}
MAPS = ("/api/hall-layout/1/", "/api/hall-layout/1/availability/")


@pytest.fixture(scope="module")
def full(full_data: Path) -> Iterator[Machine]:
    """A machine with rows in every table. Tests leave it unchanged."""
    with open_folder() as folder:
        machine = Machine(folder / "full")
        machine.copy_data(full_data)
        yield machine
        clear(machine.data)


@pytest.fixture(scope="module")
def file(full: Machine) -> Path:
    """A backup of the full machine."""
    path = full.data.parent / "matinee.dump"
    output = succeeds(full, "backup", str(path))
    assert f"Backed up to {path}" in output
    counts = [full.psql(f"SELECT count(*) FROM {table}") for table in COUNTED]  # noqa: S608
    summary = ", ".join(f"{count} {name}" for count, name in zip(counts, COUNTED.values(), strict=True))
    assert f": {summary}\n" in output
    assert "dbname=matinee" in output
    return path


def succeeds(machine: Machine, *words: str) -> str:
    """Run a command that succeeds; return its output."""
    done = machine.matinee(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fails(machine: Machine, *words: str) -> str:
    """Run a command that fails and changes nothing; return the error."""
    before = contents(machine)
    done = machine.matinee(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert contents(machine) == before
    return done.stderr


def restore_fails(machine: Machine, file: Path) -> str:
    """Call the function of `matinee restore --replace`; it fails and changes nothing. Return the error."""
    before = contents(machine)
    with psycopg.connect(machine.url()) as database:
        known = frozenset(database.execute("SELECT app, name FROM django_migrations").fetchall())
    with pytest.raises(RestoreFailed) as failed:
        restore(machine.url(), file, known=known, replace=True)
    assert contents(machine) == before
    return str(failed.value)


def contents(machine: Machine) -> dict[str, list[Any]]:
    """All rows of all tables as text, sorted."""
    with psycopg.connect(machine.url()) as database:
        tables = database.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'matinee_jobs')"
        ).fetchall()
        rows = "SELECT one::text FROM {} AS one ORDER BY 1"
        return {
            name if schema == "public" else f"{schema}.{name}": database.execute(
                sql.SQL(rows).format(sql.Identifier(schema, name))
            ).fetchall()
            for schema, name in tables
        }


def backed_up(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The rows that a backup contains."""
    return {name: [] if name in EXCLUDED_TABLES else rows[name] for name in rows}


def sequence_values(machine: Machine) -> list[Any]:
    """The last value of each sequence."""
    with psycopg.connect(machine.url()) as database:
        query = "SELECT sequencename, last_value FROM pg_sequences WHERE sequencename <> 'seat_change_id_seq'"
        return sorted(database.execute(query).fetchall())


@contextmanager
def serving(machine: Machine) -> Iterator[Machine]:
    """Serve the machine's site during the block. No demo is added, since it has data."""
    machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
    site = machine.begin("serve")
    assert [*lines_until(site, "Matinee is ready")]
    yield machine
    site.terminate()
    site.communicate(timeout=20)


def seat_maps(machine: Machine) -> list[Any]:
    """Request the seat map from the running site."""
    responses = []
    for path in MAPS:
        connection = HTTPConnection("127.0.0.1", int(machine.environ["PORT"]), timeout=5)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        responses.append(json.loads(response.read()))
        connection.close()
    return responses


@pytest.mark.faults
def test_the_full_machine_has_rows_in_every_table(full: Machine) -> None:
    assert [name for name, rows in contents(full).items() if not rows] == []


def test_a_restore_brings_back_all_data_and_the_schema(full: Machine, file: Path, machine: Machine) -> None:
    before = backed_up(contents(full))
    output = succeeds(machine, "restore", str(file))
    orders, tickets = len(before["ticket_order"]), len(before["ticket"])
    assert output == f"Restored from {file}: {orders} orders, {tickets} tickets\n"
    assert contents(machine) == before
    assert sequence_values(machine) == sequence_values(full)
    # The schema also has constraints, triggers and defaults.
    assert schema(machine) == schema(full)


@pytest.mark.faults
def test_a_backup_of_a_running_site_replaces_the_data_of_another(
    full: Machine, file: Path, machine: Machine
) -> None:
    succeeds(machine, "restore", str(file))
    with serving(full):
        maps = seat_maps(full)
        # A backup of a running site, restored into a database with data.
        succeeds(full, "backup", str(file))
    succeeds(machine, "restore", str(file), "--replace")
    with serving(machine):
        assert seat_maps(machine) == maps
    assert {one["status"] for one in maps[1]["seats"]} == {"BOOKED", "LOCKED"}


@pytest.mark.faults
@pytest.mark.parametrize("kind", PROGRAMS)
def test_each_postgresql_can_be_backed_up_and_restored(kind: str, file: Path, machine: Machine) -> None:
    machine.make_database_with(PROGRAMS[kind])
    programs = client_programs.find(PROGRAMS[kind].major)
    assert programs.major == PROGRAMS[kind].major
    succeeds(machine, "migrate")
    again = str(file.with_name("again.dump"))
    succeeds(machine, "backup", again)
    before = backed_up(contents(machine))
    succeeds(machine, "restore", again)
    assert contents(machine) == before


def schema(machine: Machine) -> list[str]:
    """The schema as pg_dump writes it, without the lines that differ in each run."""
    with psycopg.connect(machine.url()) as database:
        programs = client_programs.find(database.info.server_version // 10_000)
    command = [programs.program("pg_dump"), "--schema-only", machine.url()]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


@pytest.mark.faults
def test_data_is_replaced_only_with_the_option(full: Machine, file: Path) -> None:
    succeeds(full, "restore", str(file), "--replace")
    before = contents(full)
    full.psql("DELETE FROM customer; ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
    full.psql(
        "CREATE TABLE of_a_newer_version (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1"
    )
    assert re.search(r"the database already has data, in [^.]*\bbooking\b", fails(full, "restore", str(file)))
    succeeds(full, "restore", str(file), "--replace")
    assert contents(full) == before


def test_a_restore_fails_while_the_site_runs(full: Machine, file: Path) -> None:
    with psycopg.connect(full.url()) as client:
        client.execute("SELECT 1")
        assert "Stop the site first" in fails(full, "restore", str(file), "--replace")


@pytest.mark.faults
def test_an_incomplete_or_invalid_file_changes_nothing(full: Machine, file: Path, folder: Path) -> None:
    wrong = folder / "wrong.dump"
    whole = file.read_bytes()
    for content in (b"", b"no dump", whole[: len(whole) * 2 // 3]):
        wrong.write_bytes(content)
        assert "it is not a complete backup of Matinee" in restore_fails(full, wrong)
    assert "the file does not exist" in fails(full, "restore", str(folder / "nothing"), "--replace")


@pytest.mark.faults
def test_a_backup_of_a_newer_matinee_changes_nothing(full: Machine, folder: Path) -> None:
    file = str(folder / "matinee.dump")
    full.psql("INSERT INTO django_migrations (app, name, applied) VALUES ('booking', '9999_later', now())")
    succeeds(full, "backup", file)
    full.psql("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert "written by a newer release of Matinee. Install that release" in fails(
        full, "restore", str(file), "--replace"
    )


@pytest.mark.faults
def test_a_backup_of_an_earlier_development_version_changes_nothing(full: Machine, folder: Path) -> None:
    file = str(folder / "matinee.dump")
    full.psql("UPDATE django_migrations SET app = 'former' WHERE app = 'pricing'")
    succeeds(full, "backup", file)
    full.psql("UPDATE django_migrations SET app = 'pricing' WHERE app = 'former'")
    assert "made by an earlier development version" in fails(full, "restore", str(file), "--replace")


FAILS_BEFORE_THE_ROWS = """#!/bin/sh
case "$*" in
*--file=-*) {program} "$@" | sed '/^COPY /,$d'; exit 1 ;;
*) exec {program} "$@" ;;
esac
"""


def test_a_restore_whose_pg_restore_fails_changes_nothing(
    full: Machine, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its output until then is valid SQL that would leave empty tables."""
    with psycopg.connect(full.url()) as database:
        real = client_programs.find(database.info.server_version // 10_000)
    for name in client_programs.REQUIRED_PROGRAMS:
        (folder / name).symlink_to(real.program(name))
    (folder / "pg_restore").unlink()
    (folder / "pg_restore").write_text(FAILS_BEFORE_THE_ROWS.format(program=real.program("pg_restore")))
    (folder / "pg_restore").chmod(0o755)
    monkeypatch.setattr(client_programs, "find", lambda major: ClientPrograms(major, folder))
    monkeypatch.setattr(client_programs, "newest", lambda: ClientPrograms(real.major, folder))
    assert restore_fails(full, file)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("statement", "back", "named"),
    [
        (
            "CREATE FUNCTION evil() RETURNS int LANGUAGE sql RETURN 1",
            "DROP FUNCTION evil()",
            "FUNCTION public evil()",
        ),
        pytest.param("CREATE VIEW evil AS SELECT 1 AS x", "DROP VIEW evil", "VIEW public evil", marks=SLOW),
        pytest.param("CREATE TABLE evil (id int)", "DROP TABLE evil", "TABLE DATA public evil", marks=SLOW),
        pytest.param(
            "CREATE RULE evil AS ON INSERT TO customer DO ALSO SELECT 1",
            "DROP RULE evil ON customer",
            "RULE public customer evil",
            marks=SLOW,
        ),
    ],
)
def test_a_file_with_an_object_of_no_migration_is_rejected(
    full: Machine, folder: Path, statement: str, back: str, named: str
) -> None:
    hostile = folder / "hostile.dump"
    full.psql(statement)
    succeeds(full, "backup", str(hostile))
    full.psql(back)
    error = restore_fails(full, hostile)
    assert f"it contains {named}, which `matinee backup` does not write" in error
    assert "the database is unchanged" in error


def patched(file: Path, folder: Path, start: bytes, end: bytes, evil: bytes) -> Path:
    """The backup with one statement replaced by other SQL of the same length."""
    content = file.read_bytes()
    begin = content.index(start)
    stop = content.index(end, begin)
    assert len(evil) <= stop - begin
    path = folder / "patched.dump"
    path.write_bytes(content[:begin] + evil.ljust(stop - begin) + content[stop:])
    return path


@pytest.mark.faults
@pytest.mark.parametrize(
    "evil",
    [
        b"COMMIT; DELETE FROM public.jobs; --",
        pytest.param(b"\\! touch {owned}\n--", marks=SLOW),
        b"COPY public.venue FROM PROGRAM 'touch {owned}'; --",
    ],
)
def test_a_file_with_statements_instead_of_rows_is_rejected(
    full: Machine, file: Path, folder: Path, evil: bytes
) -> None:
    owned = folder / "x"
    evil = evil.replace(b"{owned}", str(owned).encode())
    hostile = patched(file, folder, b"COPY public.ticket_order (", b"FROM stdin;", evil)
    error = restore_fails(full, hostile)
    assert "it contains something that `matinee backup` does not write" in error
    assert not owned.exists()


@pytest.mark.faults
def test_statements_instead_of_the_schema_are_not_executed(
    full: Machine, file: Path, folder: Path, machine: Machine
) -> None:
    owned = folder / "x"
    evil = f"COMMIT;\n\\! touch {owned}\nDROP TABLE public.venue CASCADE; --".encode()
    hostile = patched(file, folder, b"CREATE TABLE public.ticket_order (", b");", evil)
    succeeds(machine, "restore", str(hostile))
    assert not owned.exists()
    assert contents(machine) == backed_up(contents(full))


@pytest.mark.faults
def test_a_backup_of_a_newer_postgresql_is_restored_on_an_older_one(
    file: Path,
    full: Machine,
    folder: Path,
    new_machine: Callable[..., Machine],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older, newer = sorted(PROGRAMS.values(), key=lambda programs: programs.major)
    source, target = new_machine("newer"), new_machine("older")
    source.make_database_with(newer)
    target.make_database_with(older)
    succeeds(source, "restore", str(file))
    path = folder / "newer.dump"
    succeeds(source, "backup", str(path))
    # The newer programs read the backup and write SQL for the older server.
    succeeds(target, "restore", str(path))
    assert contents(target) == backed_up(contents(full))
    monkeypatch.setattr(client_programs, "newest", lambda: ClientPrograms(older.major, older.folder))
    with pytest.raises(RestoreFailed, match=f"made by a newer PostgreSQL than {older.major}"):
        restore(target.url(), path, known=frozenset(), replace=True)


@pytest.mark.faults
def test_a_failed_backup_keeps_the_earlier_file(full: Machine, folder: Path) -> None:
    file = folder / "matinee.dump"
    succeeds(full, "backup", str(file))
    before = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    administrator = full.url().replace("//matinee@", "//postgres@")
    with psycopg.connect(administrator, autocommit=True) as database:
        database.execute("CREATE TABLE closed (id int)")
        done = full.matinee("backup", str(file))
        database.execute("DROP TABLE closed")
    assert (done.returncode, done.stdout) == (1, "")
    assert "permission denied for table closed" in done.stderr
    assert file.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["matinee.dump"]
    assert "No such file or directory" in fails(full, "backup", str(folder / "missing" / "file"))


@pytest.mark.faults
def test_a_backup_replaces_only_regular_files(full: Machine, folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, folder):
        assert "the path exists and is not a regular file" in fails(full, "backup", str(target))
    assert pipe.is_fifo()
    assert [path.name for path in folder.iterdir()] == ["pipe"]


def test_missing_programs_of_a_newer_server_are_reported() -> None:
    newest = max(client_programs.find(15), client_programs.find(18))
    with pytest.raises(ClientProgramsMissing, match="no pg_dump 99 or newer was found"):
        client_programs.find(99)
    assert client_programs.find(newest.major) == newest


@pytest.mark.faults
def test_the_documented_cron_line_backs_up_the_database(full: Machine, folder: Path) -> None:
    """The line of the manual, with the paths of this machine, in the environment of cron."""
    manual = (CHECKOUT / "docs" / "operations.md").read_text()
    (line,) = [line for line in manual.splitlines() if line.startswith("7 * * * * ")]
    command = line.removeprefix("7 * * * * ").replace("\\%", "%")
    (folder / "env").write_text(f"MATINEE_DATA_DIR='{full.data}'\nPYTHONPATH='{full.source}'\n")
    program = f"{shlex.quote(sys.executable)} -m matinee"
    command = command.replace("/etc/matinee.env", str(folder / "env")).replace("/backups", str(folder))
    command = command.replace("/opt/matinee/bin/matinee", program)
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", command],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    orders = full.psql("SELECT count(*) FROM ticket_order")
    assert f", {orders} orders, " in done.stdout
    assert len([*folder.glob("matinee-*.dump")]) == 1
