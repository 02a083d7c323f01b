"""The private PostgreSQL starts after any earlier state: exactly one server, with all committed data."""

import subprocess
from collections.abc import Callable

import psycopg
import pytest

from tests.faults.machine import PROGRAMS, Machine, is_alive, kill, wait_for


@pytest.fixture(params=PROGRAMS)
def server(request: pytest.FixtureRequest, machine: Machine) -> Machine:
    """A machine whose database is created with the distribution's PostgreSQL, or with the wheel's."""
    machine.make_database_with(PROGRAMS[request.param])
    return machine


@pytest.mark.faults
def test_the_first_start_creates_a_database_with_the_documented_settings(machine: Machine) -> None:
    started = machine.matinee("db", "start")
    assert started.returncode == 0, started.stderr
    assert " started in " in started.stdout
    settings = ("server_encoding", "data_checksums", "listen_addresses")
    assert [machine.psql(f"SHOW {name}") for name in settings] == ["UTF8", "on", ""]
    collation = (
        "SELECT coalesce(to_jsonb(d)->>'datlocale', datcollate) FROM pg_database d WHERE datname='matinee'"
    )
    assert machine.psql(collation) == "C.UTF-8"
    assert (
        machine.psql("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        == "matinee|f"
    )
    assert machine.database_folder().stat().st_mode & 0o777 == 0o700
    rules = (machine.database_folder() / "pg_hba.conf").read_text()
    methods = {
        tuple(line.split()[:1] + line.split()[-1:]) for line in rules.splitlines() if line and line[0] != "#"
    }
    assert methods == {("local", "trust"), ("host", "scram-sha-256")}


@pytest.mark.faults
def test_a_second_start_uses_the_running_server(server: Machine) -> None:
    server.matinee("db", "start")
    pid = server.server_pid()
    again = server.matinee("db", "start")
    assert "was already running" in again.stdout
    assert server.server_pid() == pid
    assert server.starts() == 1


@pytest.mark.faults
def test_data_survives_stop_and_start(server: Machine) -> None:
    server.psql("CREATE TABLE kept AS SELECT 42 AS seat")
    assert server.matinee("db", "stop").stdout == "PostgreSQL stopped.\n"
    assert server.matinee("db", "stop").stdout == "PostgreSQL was not running.\n"
    assert server.psql("SELECT seat FROM kept") == "42"


def test_four_concurrent_first_starts_start_one_server(machine: Machine) -> None:
    processes = [machine.begin("db", "url") for _ in range(4)]
    urls = {process.communicate(timeout=60)[0] for process in processes}
    assert {process.returncode for process in processes} == {0}
    assert urls == {machine.url() + "\n"}
    assert machine.starts() == 1


def test_a_killed_server_restarts_with_all_committed_data(server: Machine) -> None:
    server.psql("CREATE TABLE kept AS SELECT 42 AS seat")
    old = server.server_pid()
    kill(old)
    wait_for(lambda: not is_alive(old))
    assert server.psql("SELECT seat FROM kept") == "42"
    assert server.server_pid() != old


@pytest.mark.faults
@pytest.mark.parametrize("kind", ["zombie", "other process"])
def test_a_stale_pid_file_is_ignored(machine: Machine, kind: str) -> None:
    """A killed server can stay as a zombie in a container, and its pid can be reused after a reboot."""
    machine.url()
    pid_file = machine.database_folder() / "postmaster.pid"
    stale = pid_file.read_text().splitlines()
    machine.matinee("db", "stop")
    duration = "0" if kind == "zombie" else "60"
    with subprocess.Popen(["sleep", duration]) as other:  # noqa: S603, S607
        wait_for(lambda: is_alive(other.pid) == (kind == "other process"))
        pid_file.write_text("\n".join([str(other.pid), *stale[1:]]))
        assert machine.psql("SELECT 1") == "1"
        other.kill()


@pytest.mark.faults
def test_an_interrupted_first_start_is_repeated(machine: Machine) -> None:
    half = machine.data / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15\n")
    assert machine.psql("SELECT 1") == "1"
    assert not half.exists()


@pytest.mark.faults
def test_settings_of_the_operator_survive_a_restart(machine: Machine) -> None:
    with psycopg.connect(machine.url().replace("matinee@", "postgres@"), autocommit=True) as administrator:
        administrator.execute("ALTER SYSTEM SET max_connections = 42")
    machine.matinee("db", "stop")
    assert machine.psql("SHOW max_connections") == "42"


@pytest.mark.faults
def test_two_checkouts_have_separate_servers(new_machine: Callable[..., Machine]) -> None:
    one, other = new_machine("one/.data"), new_machine("other/.data")
    both = [machine.begin("db", "url") for machine in (one, other)]
    urls = [process.communicate(timeout=60)[0] for process in both]
    assert urls[0] != urls[1]
    one.psql("CREATE TABLE mine ()")
    assert other.psql("SELECT to_regclass('mine')") == ""
    one.matinee("db", "stop")
    assert other.psql("SELECT 1") == "1"


@pytest.mark.faults
def test_a_reset_deletes_the_database_and_keeps_the_keys(server: Machine) -> None:
    assert server.matinee("migrate").returncode == 0
    keys = sorted(path for path in server.data.iterdir() if path.is_file() and "key" in path.name)
    assert keys
    before = [key.read_bytes() for key in keys]
    folder = server.database_folder()
    done = server.matinee("db", "reset", "--yes")
    assert done.returncode == 0
    assert done.stdout == "The database is deleted. The next start makes an empty one.\n"
    assert [*folder.parent.glob(f"{folder.name}*/")] == []
    assert server.matinee("db", "reset", "--yes").stdout == "There is no database.\n"
    assert server.psql("SELECT to_regclass('booking') IS NULL") == "t"
    assert [key.read_bytes() for key in keys] == before


@pytest.mark.faults
def test_a_reset_needs_confirmation_and_a_stopped_site(machine: Machine) -> None:
    machine.psql("CREATE TABLE kept AS SELECT 42 AS seat")
    for answer in ("", "no\n", "y\n"):
        asked = subprocess.run(  # noqa: S603
            machine.command("db", "reset"),
            env=machine.environment(),
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (asked.returncode, asked.stderr) == (1, "matinee: Nothing was deleted.\n")
        assert str(machine.database_folder()) in asked.stdout
    with psycopg.connect(machine.url()):
        refused = machine.matinee("db", "reset", "--yes")
    assert (refused.returncode, refused.stderr) == (
        1,
        "matinee: The database is in use. Stop the site first.\n",
    )
    assert machine.psql("SELECT seat FROM kept") == "42"
