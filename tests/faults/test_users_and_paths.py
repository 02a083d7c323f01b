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
    "with everything": """a "b" $c, d%20é;&""",
    "too long for a socket": "x" * 90,
}


def test_root_and_an_ordinary_user_get_one_line_that_psql_takes(any_users_machine: Machine) -> None:
    done = any_users_machine.matinee("db", "url")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("postgresql://")
    assert done.stdout.count("\n") == 1
    assert any_users_machine.psql("SELECT current_user || '@' || current_database()") == "matinee@matinee"


def test_the_server_runs_as_the_owner_of_its_files_and_never_as_root(any_users_machine: Machine) -> None:
    any_users_machine.url()
    process = Path(f"/proc/{any_users_machine.server_pid()}")
    assert process.stat().st_uid == any_users_machine.database_folder().stat().st_uid != 0


@pytest.mark.parametrize("name", FOLDERS.values(), ids=FOLDERS)
def test_any_path_will_do(new_machine: Callable[..., Machine], name: str) -> None:
    machine = new_machine(name)
    assert machine.psql("SELECT 1") == "1"


def test_a_closed_folder_stays_closed(machine: Machine, folder: Path) -> None:
    """Where the server's user isn't the caller and can't pass, the data lie under /var/lib."""
    folder.chmod(0o700)
    assert machine.psql("SELECT 1") == "1"
    assert folder.stat().st_mode & 0o777 == 0o700
    database = machine.database_folder()
    elsewhere = database.stat().st_uid not in {machine.data.stat().st_uid, 0}
    assert database.parent == (Path("/var/lib/matinee") if elsewhere else machine.data)
    again = machine.matinee("db", "start")
    assert f"was already running in {database}" in again.stdout


def test_programs_that_only_the_caller_can_reach(machine: Machine, folder: Path) -> None:
    """As under root's home: nobody else can execute them, so root uses a user namespace, if it may."""
    packages = PROGRAMS["wheel"].folder.parents[2]
    for part in (f"{WHEEL}/{PROGRAMS['wheel'].folder.parent.name}", f"{WHEEL}.libs"):
        shutil.copytree(packages / part, folder / "closed" / part)
    (folder / "closed").chmod(0o700)
    place = folder / "closed" / PROGRAMS["wheel"].folder.relative_to(packages)
    programs = Binaries(PROGRAMS["wheel"].major, place)
    if IS_ROOT and not works("unshare", "--user", "true"):
        with pytest.raises(NoUnprivilegedUser):
            machine.make_database_with(programs)
    else:
        machine.make_database_with(programs)
        assert machine.psql("SELECT 1") == "1"
        assert machine.database_folder().stat().st_uid == os.geteuid()
