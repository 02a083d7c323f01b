"""`psql "$(matinee db url)"` works for each user and in each folder."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee.server.postgres.account import NoUnprivilegedUser
from matinee.server.postgres.binaries import WHEEL, Binaries
from tests.faults.machine import IS_ROOT, PROGRAMS, Machine, works

FOLDERS = {
    "with a space": "my cinema's data",
    "with special characters": """a "b" $c, d%20é;&""",
    "too long for a socket": "x" * 90,
}


@pytest.mark.faults
def test_db_url_prints_one_uri_for_psql_to_root_and_an_ordinary_user(any_users_machine: Machine) -> None:
    done = any_users_machine.matinee("db", "url")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("postgresql://")
    assert done.stdout.count("\n") == 1
    assert any_users_machine.psql("SELECT current_user || '@' || current_database()") == "matinee@matinee"


def test_the_server_runs_as_the_owner_of_its_files_and_not_as_root(any_users_machine: Machine) -> None:
    any_users_machine.url()
    process = Path(f"/proc/{any_users_machine.server_pid()}")
    assert process.stat().st_uid == any_users_machine.database_folder().stat().st_uid != 0


@pytest.mark.faults
@pytest.mark.parametrize("name", FOLDERS.values(), ids=FOLDERS)
def test_the_data_folder_may_have_any_path(new_machine: Callable[..., Machine], name: str) -> None:
    machine = new_machine(name)
    assert machine.psql("SELECT 1") == "1"


@pytest.mark.faults
def test_a_private_folder_keeps_its_permissions(machine: Machine, folder: Path) -> None:
    """If the server's user cannot enter the folder, the data is under /var/lib."""
    folder.chmod(0o700)
    assert machine.psql("SELECT 1") == "1"
    assert folder.stat().st_mode & 0o777 == 0o700
    database = machine.database_folder()
    elsewhere = database.stat().st_uid not in {machine.data.stat().st_uid, 0}
    assert database.parent == (Path("/var/lib/matinee") if elsewhere else machine.data)
    again = machine.matinee("db", "start")
    assert f"was already running in {database}" in again.stdout


@pytest.mark.faults
def test_programs_that_only_the_caller_can_execute_are_used(machine: Machine, folder: Path) -> None:
    """For example in root's home: root uses a user namespace, if that is permitted."""
    packages = PROGRAMS["wheel"].folder.parents[2]
    for name in (f"{WHEEL}/{PROGRAMS['wheel'].folder.parent.name}", f"{WHEEL}.libs"):
        shutil.copytree(packages / name, folder / "private" / name)
    (folder / "private").chmod(0o700)
    programs_folder = folder / "private" / PROGRAMS["wheel"].folder.relative_to(packages)
    programs = Binaries(PROGRAMS["wheel"].major, programs_folder)
    if IS_ROOT and not works("unshare", "--user", "true"):
        with pytest.raises(NoUnprivilegedUser):
            machine.make_database_with(programs)
    else:
        machine.make_database_with(programs)
        assert machine.psql("SELECT 1") == "1"
        assert machine.database_folder().stat().st_uid == os.geteuid()
