"""`matinee serve` ends everything that it started, and nothing else; no part outlives the others."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from threading import Thread

import pytest

from matinee.server.config.environment import CHECKOUT
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
from tests.live_app import free_port

PROCESSES = 5
"""granian, its two workers, the live process, and the worker that does the jobs."""

SHOWS, EVENTS = "/api/shows/", "/api/shows/1/events/"


@pytest.fixture(scope="module")
def used_checkout() -> Iterator[Machine]:
    """A checkout in a folder with a space in its name, with the data folder that goes with it."""
    with open_folder() as folder:
        root = folder / "my cinema"
        shutil.copytree(CHECKOUT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "pyproject.toml", root)
        machine = Machine(root / ".data", source=root / "src")
        ports = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
        machine.environ = {**ports, "MATINEE_DATA_DIR": ""}
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
    assert len(parts(process)) == PROCESSES
    return process


def answers(machine: Machine) -> bool:
    """Tell whether a page that needs the database comes, and the events of a show."""
    return all(is_found(machine, *address) for address in (("PORT", SHOWS), ("LIVE_PORT", EVENTS)))


def is_found(machine: Machine, port: str, path: str) -> bool:
    """Ask for it at the port."""
    connection = HTTPConnection("127.0.0.1", int(machine.environ[port]), timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def parts(site: "Popen[str]") -> set[int]:
    """List the processes that serve the site."""
    return {pid for pid in descendants(site.pid) if b"matinee" in command_line(pid)}


def part(site: "Popen[str]", module: bytes) -> int:
    """Find the process that does the jobs, or the live one."""
    (found,) = (pid for pid in parts(site) if b"matinee.server.processes." + module in command_line(pid))
    return found


def web(site: "Popen[str]") -> list[int]:
    """List granian and its workers, in that order."""
    return sorted(parts(site) - {part(site, b"live"), part(site, b"worker")})


def command_line(pid: int) -> bytes:
    """Give the words that the process was started with; none if it ended meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def without_requests(said: str) -> list[str]:
    """What it said beside a line for each request."""
    return [line for line in said.splitlines() if " INFO request method=" not in line]


def interrupt(site: "Popen[str]") -> None:
    """Press Ctrl-C: a terminal sends it to the whole group in the foreground."""
    os.killpg(site.pid, signal.SIGINT)


def test_the_very_first_start_warns_of_nothing(machine: Machine) -> None:
    machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
    process = machine.begin("serve")
    said = [*lines_until(process, "Matinee is ready")]
    process.terminate()
    process.communicate(timeout=30)
    assert not [line for line in said if "WARNING" in line]


def test_ctrl_c_ends_everything_that_was_started(checkout: Machine) -> None:
    site = serve(checkout)
    processes = {*parts(site), checkout.server_pid()}
    interrupt(site)
    said = site.communicate(timeout=15)[0]
    assert (without_requests(said), site.returncode) == (["Stopping"], 0)
    assert not any(map(is_alive, processes))


def test_sigterm_leaves_a_database_that_was_running_before(checkout: Machine) -> None:
    checkout.matinee("db", "start")
    site = serve(checkout)
    processes = parts(site)
    site.terminate()
    said = site.communicate(timeout=15)[0]
    assert (without_requests(said), site.returncode) == (["Stopping"], 0)
    assert not any(map(is_alive, processes))
    assert is_alive(checkout.server_pid())


def test_a_killed_supervisor_takes_the_others_along_and_leaves_the_database(checkout: Machine) -> None:
    site = serve(checkout)
    processes, database = parts(site), checkout.server_pid()
    kill(site.pid)
    wait_for(lambda: not any(map(is_alive, processes)))
    assert is_alive(database)
    assert "was already running" in checkout.matinee("db", "start").stdout
    assert checkout.server_pid() == database


VICTIMS: dict[str, Callable[["Popen[str]"], int]] = {
    "a web worker": lambda site: web(site)[-1],
    "the worker": lambda site: part(site, b"worker"),
    "the live process": lambda site: part(site, b"live"),
    "all web processes": lambda site: web(site)[0],
}


def test_what_is_killed_is_replaced_however_often(checkout: Machine) -> None:
    """Each twice at once and the database too, on one site, as each start costs seconds."""
    site = serve(checkout)
    said: list[str] = []
    # Read continuously: a full pipe would stop the process that writes to it.
    reading = Thread(target=lambda: said.extend(site.stdout or ()))
    reading.start()
    for find in VICTIMS.values():
        for _ in range(2):
            victim = find(site)
            kill(victim)
            wait_for(
                lambda: len(parts(site) - {victim}) == PROCESSES and answers(checkout)  # noqa: B023
            )
    for _ in range(2):
        kill(checkout.server_pid())
        wait_for(lambda: answers(checkout))
    for victim in parts(site):
        kill(victim)
    wait_for(lambda: len(parts(site)) == PROCESSES and answers(checkout), 90)

    everything = {*parts(site), checkout.server_pid()}
    interrupt(site)
    assert site.wait(30) == 0
    assert not any(map(is_alive, everything))
    reading.join(10)
    for name in ("Web worker", "The worker", "The live process", "The web processes"):
        assert sum(line.startswith(name) and "ended unexpectedly" in line for line in said) >= 2
    delays = [
        line.rpartition("Restarting ")[2].removeprefix("it ") for line in said if "ended unexpectedly" in line
    ]
    assert {"now\n", "in 1 s\n"} <= set(delays)


def test_web_workers_that_die_in_turn_leave_one_that_answers(checkout: Machine) -> None:
    site = serve(checkout)
    supervisor = web(site)[0]
    for _ in range(4):
        kill(web(site)[-1])
        # The other worker answers meanwhile.
        wait_for(lambda: is_found(checkout, "PORT", SHOWS), 3)
        wait_for(lambda: len(parts(site)) == PROCESSES)
    assert web(site)[0] == supervisor
    assert site.poll() is None


def test_the_site_ends_when_nothing_can_be_started(checkout: Machine) -> None:
    site = serve(checkout)
    modules = [
        checkout.source / "matinee" / "server" / "processes" / f"{name}.py"
        for name in ("web", "live", "worker")
    ]
    try:
        for module in modules:
            module.rename(module.with_suffix(".gone"))
        for victim in parts(site):
            kill(victim)
        said = site.communicate(timeout=90)[0]
        assert site.returncode == 1
        assert "Restarting in 8 s" in said
        assert "matinee: No process of the site can be restarted" in said
        again = checkout.begin("serve")
        said = again.communicate(timeout=60)[0]
        assert again.returncode == 1
        assert re.search("matinee: The (web processes|live process|worker) cannot be started", said), said
    finally:
        for module in modules:
            module.with_suffix(".gone").rename(module)


def test_of_two_sites_begun_at_once_on_one_port_one_serves(checkout: Machine) -> None:
    both = [checkout.begin("serve") for _ in range(2)]
    wait_for(lambda: any(process.poll() is not None for process in both))
    (lost,) = (process for process in both if process.poll() is not None)
    assert lost.returncode == 1
    assert f"Port {checkout.environ['PORT']} is already in use" in lost.communicate()[0]
    wait_for(lambda: answers(checkout))
