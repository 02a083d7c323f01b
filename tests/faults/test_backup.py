"""A backup is the whole cinema, and a restore brings back all of it or changes nothing."""

import json
import os
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
"""A restore builds the schema of the backup first, which takes seconds: `make test` tries one of a kind."""

EXCLUDED_TABLES = {"seat_change", "django_session"}
MAPS = ("/api/hall-layout/1/", "/api/hall-layout/1/availability/")


@pytest.fixture(scope="module")
def full(full_data: Path) -> Iterator[Machine]:
    """A machine with rows in every table; tests leave it as they found it."""
    with open_folder() as folder:
        machine = Machine(folder / "full")
        machine.copy_data(full_data)
        yield machine
        clear(machine.data)


@pytest.fixture(scope="module")
def file(full: Machine) -> Path:
    """A backup of it."""
    path = full.data.parent / "matinee.dump"
    said = succeeds(full, "backup", str(path))
    assert f"Backed up to {path}" in said
    counts = [full.psql(f"SELECT count(*) FROM {table}") for table in COUNTED]  # noqa: S608
    told = ", ".join(f"{count} {name}" for count, name in zip(counts, COUNTED.values(), strict=True))
    assert f": {told}\n" in said
    assert "dbname=matinee" in said
    return path


def succeeds(machine: Machine, *words: str) -> str:
    """Run a command that works; give what it printed."""
    done = machine.matinee(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(machine: Machine, *words: str) -> str:
    """Run a command that is refused and changes nothing; give the reason."""
    before = contents(machine)
    done = machine.matinee(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert contents(machine) == before
    return done.stderr


def restore_refused(machine: Machine, file: Path) -> str:
    """Call what `matinee restore --replace` calls; it is refused and changes nothing. Give the reason."""
    before = contents(machine)
    with psycopg.connect(machine.url()) as database:
        known = frozenset(database.execute("SELECT app, name FROM django_migrations").fetchall())
    with pytest.raises(RestoreFailed) as failed:
        restore(machine.url(), file, known=known, replace=True)
    assert contents(machine) == before
    return str(failed.value)


def contents(machine: Machine) -> dict[str, list[Any]]:
    """Every row of every table as text, in an order of its own."""
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


def without_hints(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What a backup has to bring back."""
    return {name: [] if name in EXCLUDED_TABLES else rows[name] for name in rows}


def next_numbers(machine: Machine) -> list[Any]:
    """Where each table's numbering stands."""
    with psycopg.connect(machine.url()) as database:
        query = "SELECT sequencename, last_value FROM pg_sequences WHERE sequencename <> 'seat_change_id_seq'"
        return sorted(database.execute(query).fetchall())


@contextmanager
def serving(machine: Machine) -> Iterator[Machine]:
    """Serve the machine's site while the block runs, in production's place: no demo is added."""
    machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
    site = machine.begin("serve")
    assert [*lines_until(site, "Matinee is ready")]
    yield machine
    site.terminate()
    site.communicate(timeout=20)


def seat_maps(machine: Machine) -> list[Any]:
    """Ask the running site for the seat map, as a browser does."""
    answers = []
    for path in MAPS:
        connection = HTTPConnection("127.0.0.1", int(machine.environ["PORT"]), timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        answers.append(json.loads(answer.read()))
        connection.close()
    return answers


def test_populated_database_has_rows_in_every_table(full: Machine) -> None:
    assert [name for name, rows in contents(full).items() if not rows] == []


def test_a_restored_cinema_is_the_same(full: Machine, file: Path, machine: Machine) -> None:
    before = without_hints(contents(full))
    said = succeeds(machine, "restore", str(file))
    orders, tickets = len(before["ticket_order"]), len(before["ticket"])
    assert said == f"Restored from {file}: {orders} orders, {tickets} tickets\n"
    assert contents(machine) == before
    assert next_numbers(machine) == next_numbers(full)
    # And what stands beside the rows: constraints, triggers, defaults.
    assert schema(machine) == schema(full)
    with serving(full):
        maps = seat_maps(full)
        # While the site runs, and into a database that is used.
        succeeds(full, "backup", str(file))
    succeeds(machine, "restore", str(file), "--replace")
    with serving(machine):
        assert seat_maps(machine) == maps
    assert {one["status"] for one in maps[1]["seats"]} == {"BOOKED", "LOCKED"}


@pytest.mark.parametrize("kind", PROGRAMS)
def test_each_postgresql_can_be_backed_up_and_restored(kind: str, file: Path, machine: Machine) -> None:
    machine.make_database_with(PROGRAMS[kind])
    programs = client_programs.find(PROGRAMS[kind].major)
    assert programs.major == PROGRAMS[kind].major
    succeeds(machine, "migrate")
    again = str(file.with_name("again.dump"))
    succeeds(machine, "backup", again)
    before = without_hints(contents(machine))
    succeeds(machine, "restore", again)
    assert contents(machine) == before


def schema(machine: Machine) -> list[str]:
    """The schema as pg_dump writes it, without what differs from run to run."""
    with psycopg.connect(machine.url()) as database:
        programs = client_programs.find(database.info.server_version // 10_000)
    command = [programs.program("pg_dump"), "--schema-only", machine.url()]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


def test_data_is_only_replaced_when_told(full: Machine, file: Path) -> None:
    succeeds(full, "restore", str(file), "--replace")
    before = contents(full)
    full.psql("DELETE FROM customer; ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
    full.psql(
        "CREATE TABLE of_a_newer_version (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1"
    )
    assert "the database already has data, in auth_group, " in refused(full, "restore", str(file))
    succeeds(full, "restore", str(file), "--replace")
    assert contents(full) == before


def test_a_site_that_runs_is_not_restored_over(full: Machine, file: Path) -> None:
    with psycopg.connect(full.url()) as somebody:
        somebody.execute("SELECT 1")
        assert "Stop the site first" in refused(full, "restore", str(file), "--replace")


def test_what_is_no_backup_changes_nothing(full: Machine, file: Path, folder: Path) -> None:
    wrong = folder / "wrong.dump"
    whole = file.read_bytes()
    for content in (b"", b"no dump", whole[: len(whole) * 2 // 3]):
        wrong.write_bytes(content)
        assert "it is not a complete backup of Matinee" in restore_refused(full, wrong)
    assert "the file does not exist" in refused(full, "restore", str(folder / "nothing"), "--replace")


def test_a_backup_of_a_newer_matinee_changes_nothing(full: Machine, folder: Path) -> None:
    file = str(folder / "matinee.dump")
    full.psql("INSERT INTO django_migrations (app, name, applied) VALUES ('booking', '9999_later', now())")
    succeeds(full, "backup", file)
    full.psql("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert "written by a newer release of Matinee. Install that release" in refused(
        full, "restore", str(file), "--replace"
    )


def test_a_backup_of_an_earlier_development_version_changes_nothing(full: Machine, folder: Path) -> None:
    file = str(folder / "matinee.dump")
    full.psql("UPDATE django_migrations SET app = 'former' WHERE app = 'pricing'")
    succeeds(full, "backup", file)
    full.psql("UPDATE django_migrations SET app = 'pricing' WHERE app = 'former'")
    assert "made by an earlier development version" in refused(full, "restore", str(file), "--replace")


DIES_BEFORE_THE_ROWS = """#!/bin/sh
case "$*" in
*--file=-*) {program} "$@" | sed '/^COPY /,$d'; exit 1 ;;
*) exec {program} "$@" ;;
esac
"""


def test_a_restore_whose_reader_dies_changes_nothing(
    full: Machine, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had written by then is good SQL, and would leave empty tables."""
    with psycopg.connect(full.url()) as database:
        real = client_programs.find(database.info.server_version // 10_000)
    for name in client_programs.REQUIRED_PROGRAMS:
        (folder / name).symlink_to(real.program(name))
    (folder / "pg_restore").unlink()
    (folder / "pg_restore").write_text(DIES_BEFORE_THE_ROWS.format(program=real.program("pg_restore")))
    (folder / "pg_restore").chmod(0o755)
    monkeypatch.setattr(client_programs, "find", lambda major: ClientPrograms(major, folder))
    monkeypatch.setattr(client_programs, "newest", lambda: ClientPrograms(real.major, folder))
    assert restore_refused(full, file)


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
def test_what_our_migrations_do_not_make_is_refused(
    full: Machine, folder: Path, statement: str, back: str, named: str
) -> None:
    hostile = folder / "hostile.dump"
    full.psql(statement)
    succeeds(full, "backup", str(hostile))
    full.psql(back)
    said = restore_refused(full, hostile)
    assert f"it contains {named}, which `matinee backup` does not write" in said
    assert "the database is unchanged" in said


def patched(file: Path, folder: Path, start: bytes, end: bytes, evil: bytes) -> Path:
    """The backup with other SQL, of the same length, in the place of one of its statements."""
    content = file.read_bytes()
    begin = content.index(start)
    stop = content.index(end, begin)
    assert len(evil) <= stop - begin
    path = folder / "patched.dump"
    path.write_bytes(content[:begin] + evil.ljust(stop - begin) + content[stop:])
    return path


@pytest.mark.parametrize(
    "evil",
    [
        b"COMMIT; DELETE FROM public.jobs; --",
        pytest.param(b"\\! touch {owned}\n--", marks=SLOW),
        b"COPY public.venue FROM PROGRAM 'touch {owned}'; --",
    ],
)
def test_statements_in_the_place_of_rows_are_refused(
    full: Machine, file: Path, folder: Path, evil: bytes
) -> None:
    owned = folder / "x"
    evil = evil.replace(b"{owned}", str(owned).encode())
    hostile = patched(file, folder, b"COPY public.ticket_order (", b"FROM stdin;", evil)
    said = restore_refused(full, hostile)
    assert "it contains something that `matinee backup` does not write" in said
    assert not owned.exists()


def test_statements_in_the_place_of_the_schema_are_not_run(
    full: Machine, file: Path, folder: Path, machine: Machine
) -> None:
    owned = folder / "x"
    evil = f"COMMIT;\n\\! touch {owned}\nDROP TABLE public.venue CASCADE; --".encode()
    hostile = patched(file, folder, b"CREATE TABLE public.ticket_order (", b");", evil)
    succeeds(machine, "restore", str(hostile))
    assert not owned.exists()
    assert contents(machine) == without_hints(contents(full))


def test_a_backup_of_a_newer_postgresql(
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
    # The programs of the newer one read it, and the older server gets what it understands.
    succeeds(target, "restore", str(path))
    assert contents(target) == without_hints(contents(full))
    monkeypatch.setattr(client_programs, "newest", lambda: ClientPrograms(older.major, older.folder))
    with pytest.raises(RestoreFailed, match=f"made by a newer PostgreSQL than {older.major}"):
        restore(target.url(), path, known=frozenset(), replace=True)


def test_a_backup_that_fails_leaves_the_one_before(full: Machine, folder: Path) -> None:
    file = folder / "matinee.dump"
    succeeds(full, "backup", str(file))
    before = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    administrator = full.url().replace("//matinee@", "//postgres@")
    with psycopg.connect(administrator, autocommit=True) as database:
        database.execute("CREATE TABLE closed (id int)")
        said = full.matinee("backup", str(file))
        database.execute("DROP TABLE closed")
    assert (said.returncode, said.stdout) == (1, "")
    assert "permission denied for table closed" in said.stderr
    assert file.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["matinee.dump"]
    assert "No such file or directory" in refused(full, "backup", str(folder / "nowhere" / "file"))


def test_a_backup_takes_the_place_of_files_alone(full: Machine, folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, folder):
        assert "the path exists and is not a regular file" in refused(full, "backup", str(target))
    assert pipe.is_fifo()
    assert [path.name for path in folder.iterdir()] == ["pipe"]


def test_programs_of_a_server_that_is_too_new() -> None:
    newest = max(client_programs.find(15), client_programs.find(18))
    with pytest.raises(ClientProgramsMissing, match="no pg_dump 99 or newer was found"):
        client_programs.find(99)
    assert client_programs.find(newest.major) == newest


def test_the_line_for_cron_backs_up_the_site_s_database(full: Machine, folder: Path) -> None:
    """As printed in the manual, with the paths of this machine, in the environment that cron has."""
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
