"""Machines with an empty data folder. Their files and processes are removed after each test."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matinee.server.config.environment import CHECKOUT
from tests.faults.machine import USERS, Machine, clear, open_folder


@pytest.fixture(scope="session")
def migrated_data() -> Iterator[Path]:
    """The data folder of a stopped machine with a migrated database, as a template to copy."""
    with open_folder() as path:
        machine = Machine(path / "data")
        for words in ("manage migrate --verbosity=0", "db stop"):
            done = machine.matinee(*words.split())
            assert done.returncode == 0, done.stderr
        yield machine.data


@pytest.fixture(scope="session")
def full_data(migrated_data: Path) -> Iterator[Path]:
    """A template with rows in every table."""
    with open_folder() as path:
        machine = Machine(path / "data")
        machine.copy_data(migrated_data)
        environ = {**machine.environment(), "DATABASE_URL": machine.url()}
        subprocess.run(
            [sys.executable, "-m", "tests.populated_database"], env=environ, cwd=CHECKOUT, check=True
        )
        machine.matinee("db", "stop")
        yield machine.data


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every user of the machine can reach."""
    with open_folder() as path:
        yield path


@pytest.fixture
def new_machine(folder: Path) -> Iterator[Callable[..., Machine]]:
    """Create machines by the name of their data folder."""
    made: list[Machine] = []

    def make(name: str = "data", *, user: tuple[str, ...] = ()) -> Machine:
        made.append(Machine(folder / name, user))
        return made[-1]

    yield make
    for machine in made:
        machine.end_all()
        clear(machine.data)


@pytest.fixture
def machine(new_machine: Callable[..., Machine]) -> Machine:
    """A machine used by the user who runs the tests."""
    return new_machine()


@pytest.fixture(params=USERS)
def any_users_machine(request: pytest.FixtureRequest, new_machine: Callable[..., Machine]) -> Machine:
    """A machine for each kind of user: root and an ordinary user."""
    return new_machine(user=USERS[request.param])
