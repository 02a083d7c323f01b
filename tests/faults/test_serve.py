"""`matinee serve` ends everything that it started, and nothing else; no part outlives the others."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen

import pytest

from matinee.server.environment import CHECKOUT
from tests.faults.machine import (
    Machine,
    clear,
    descendants,
    is_alive,
    kill,
    lines_until,
    open_folder,
    wait_for,
)

WEB_PROCESSES = 3
"""granian and its two workers."""


@pytest.fixture(scope="module")
def used_checkout() -> Iterator[Machine]:
    """A checkout in a folder with a space in its name, with the data folder that goes with it."""
    with open_folder() as folder:
        root = folder / "my cinema"
        shutil.copytree(CHECKOUT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "pyproject.toml", root)
        machine = Machine(root / ".data", source=root / "src")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            machine.environ = {"PORT": str(probe.getsockname()[1]), "MATINEE_DATA_DIR": ""}
        yield machine
        clear(machine.data)


@pytest.fixture
def checkout(used_checkout: Machine) -> Iterator[Machine]:
    """The same, with nothing running before and after."""
    yield used_checkout
    used_checkout.end_all()
    used_checkout.matinee("db", "stop")


def serve(machine: Machine) -> "Popen[str]":
    """Begin to serve, and wait until the site is said to be ready."""
    process = machine.begin("serve")
    *_, ready = lines_until(process, "Matinee is ready")
    assert ready == f"Matinee is ready: http://localhost:{machine.environ['PORT']}"
    assert answers(machine)
    assert len(web_processes(process)) == WEB_PROCESSES
    return process


def answers(machine: Machine) -> bool:
    """Tell whether a page that needs the database comes."""
    connection = HTTPConnection("127.0.0.1", int(machine.environ["PORT"]), timeout=5)
    try:
        connection.request("GET", "/api/shows/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def web_processes(site: "Popen[str]") -> set[int]:
    """List the processes that serve the site."""
    return {pid for pid in descendants(site.pid) if b"matinee" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def interrupt(site: "Popen[str]") -> None:
    """Press Ctrl-C: a terminal sends it to the whole group in the foreground."""
    os.killpg(site.pid, signal.SIGINT)


def test_ctrl_c_ends_everything_that_was_started(checkout: Machine) -> None:
    site = serve(checkout)
    processes = {*web_processes(site), checkout.server_pid()}
    interrupt(site)
    said = site.communicate(timeout=15)[0]
    assert (said, site.returncode) == ("Stopping\n", 0)
    assert not any(map(is_alive, processes))


def test_sigterm_leaves_a_database_that_was_running_before(checkout: Machine) -> None:
    checkout.matinee("db", "start")
    site = serve(checkout)
    processes = web_processes(site)
    site.terminate()
    said = site.communicate(timeout=15)[0]
    assert (said, site.returncode) == ("Stopping\n", 0)
    assert not any(map(is_alive, processes))
    assert is_alive(checkout.server_pid())


def test_a_killed_supervisor_takes_the_web_processes_along_and_leaves_the_database(checkout: Machine) -> None:
    site = serve(checkout)
    processes, database = web_processes(site), checkout.server_pid()
    kill(site.pid)
    wait_for(lambda: not any(map(is_alive, processes)))
    assert is_alive(database)
    assert "was running already" in checkout.matinee("db", "start").stdout
    assert checkout.server_pid() == database


def test_what_is_killed_below_the_supervisor_is_replaced(checkout: Machine) -> None:
    """A worker, the database, then all web processes: one site for all three, as each start costs seconds."""
    site = serve(checkout)
    before = web_processes(site)
    kill(max(before))
    wait_for(
        lambda: len(web_processes(site) - {max(before)}) == WEB_PROCESSES and answers(checkout), seconds=20
    )

    kill(checkout.server_pid())
    wait_for(lambda: answers(checkout), seconds=20)

    processes, database = web_processes(site), checkout.server_pid()
    kill(min(processes))
    said = site.communicate(timeout=15)[0]
    assert "matinee: The web processes ended unexpectedly" in said
    assert site.returncode == 1
    wait_for(lambda: not any(map(is_alive, {*processes, database})))


def test_of_two_sites_begun_at_once_on_one_port_one_serves(checkout: Machine) -> None:
    both = [checkout.begin("serve") for _ in range(2)]
    wait_for(lambda: any(process.poll() is not None for process in both))
    (lost,) = (process for process in both if process.poll() is not None)
    assert lost.returncode == 1
    assert f"Port {checkout.environ['PORT']} is already in use" in lost.communicate()[0]
    wait_for(lambda: answers(checkout), seconds=20)
