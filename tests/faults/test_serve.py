"""`matinee serve` restarts its processes, and stops exactly those that it started."""

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
"""granian, its two workers, the live process, and the job worker."""

SHOWS, EVENTS = "/api/shows/", "/api/shows/1/events/"


@pytest.fixture(scope="module")
def used_checkout() -> Iterator[Machine]:
    """A checkout with its data folder, in a folder whose name has a space."""
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
    """The same checkout. No process runs before and after the test."""
    yield used_checkout
    used_checkout.end_all()
    used_checkout.matinee("db", "stop")


def serve(machine: Machine) -> "Popen[str]":
    """Start the site, and wait until it is ready."""
    process = machine.begin("serve")
    *_, ready = lines_until(process, "Matinee is ready")
    assert ready == f"Matinee is ready: http://localhost:{machine.environ['PORT']}"
    assert responds(machine)
    assert len(site_processes(process)) == PROCESSES
    return process


def responds(machine: Machine) -> bool:
    """Return whether the API, which needs the database, and the events of a show respond with 200."""
    return all(responds_at(machine, *address) for address in (("PORT", SHOWS), ("LIVE_PORT", EVENTS)))


def responds_at(machine: Machine, port: str, path: str) -> bool:
    """Return whether the path responds with 200 at the port."""
    connection = HTTPConnection("127.0.0.1", int(machine.environ[port]), timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def site_processes(site: "Popen[str]") -> set[int]:
    """Return the processes of the site."""
    return {pid for pid in descendants(site.pid) if b"matinee" in command_line(pid)}


def process_of(site: "Popen[str]", module: bytes) -> int:
    """Return the process that runs a module: the worker or the live process."""
    (found,) = (
        pid for pid in site_processes(site) if b"matinee.server.processes." + module in command_line(pid)
    )
    return found


def web_processes(site: "Popen[str]") -> list[int]:
    """Return granian and its workers, in that order."""
    return sorted(site_processes(site) - {process_of(site, b"live"), process_of(site, b"worker")})


def command_line(pid: int) -> bytes:
    """Return the command line of a process; empty if it has ended."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def without_requests(output: str) -> list[str]:
    """The lines of the output except the log of requests."""
    return [line for line in output.splitlines() if " INFO request method=" not in line]


def interrupt(site: "Popen[str]") -> None:
    """Send SIGINT to the process group, as a terminal does for Ctrl-C."""
    os.killpg(site.pid, signal.SIGINT)


@pytest.mark.faults
def test_the_first_start_logs_no_warning(machine: Machine) -> None:
    machine.environ = {"PORT": str(free_port()), "LIVE_PORT": str(free_port())}
    process = machine.begin("serve")
    output = [*lines_until(process, "Matinee is ready")]
    process.terminate()
    process.communicate(timeout=30)
    assert not [line for line in output if "WARNING" in line]


@pytest.mark.faults
def test_ctrl_c_stops_everything_that_was_started(checkout: Machine) -> None:
    site = serve(checkout)
    processes = {*site_processes(site), checkout.server_pid()}
    interrupt(site)
    output = site.communicate(timeout=15)[0]
    assert (without_requests(output), site.returncode) == (["Stopping"], 0)
    assert not any(map(is_alive, processes))


@pytest.mark.faults
def test_sigterm_does_not_stop_a_database_that_was_already_running(checkout: Machine) -> None:
    checkout.matinee("db", "start")
    site = serve(checkout)
    processes = site_processes(site)
    site.terminate()
    output = site.communicate(timeout=15)[0]
    assert (without_requests(output), site.returncode) == (["Stopping"], 0)
    assert not any(map(is_alive, processes))
    assert is_alive(checkout.server_pid())


@pytest.mark.faults
def test_the_processes_of_a_killed_supervisor_stop_and_the_database_continues(checkout: Machine) -> None:
    site = serve(checkout)
    processes, database = site_processes(site), checkout.server_pid()
    kill(site.pid)
    wait_for(lambda: not any(map(is_alive, processes)))
    assert is_alive(database)
    assert "was already running" in checkout.matinee("db", "start").stdout
    assert checkout.server_pid() == database


TARGETS: dict[str, Callable[["Popen[str]"], int]] = {
    "a web worker": lambda site: web_processes(site)[-1],
    "the worker": lambda site: process_of(site, b"worker"),
    "the live process": lambda site: process_of(site, b"live"),
    "all web processes": lambda site: web_processes(site)[0],
}


def test_killed_processes_are_restarted(checkout: Machine) -> None:
    """Each process and the database, then all at once, on one site, since each start takes seconds."""
    site = serve(checkout)
    output: list[str] = []
    # Read continuously: a full pipe would stop the process that writes to it.
    reader = Thread(target=lambda: output.extend(site.stdout or ()))
    reader.start()
    for find in TARGETS.values():
        target = find(site)
        kill(target)
        wait_for(lambda: len(site_processes(site) - {target}) == PROCESSES and responds(checkout))  # noqa: B023
    kill(checkout.server_pid())
    wait_for(lambda: responds(checkout))
    for target in site_processes(site):
        kill(target)
    wait_for(lambda: len(site_processes(site)) == PROCESSES and responds(checkout), 90)

    everything = {*site_processes(site), checkout.server_pid()}
    interrupt(site)
    assert site.wait(30) == 0
    assert not any(map(is_alive, everything))
    reader.join(10)
    for name in ("The worker", "The live process", "The web processes"):
        assert sum(line.startswith(name) and "ended unexpectedly" in line for line in output) >= 2
    assert any(line.startswith("Web worker") and "ended unexpectedly" in line for line in output)
    delays = [
        line.rpartition("Restarting ")[2].removeprefix("it ")
        for line in output
        if "ended unexpectedly" in line
    ]
    assert {"now\n", "in 1 s\n"} <= set(delays)


@pytest.mark.faults
def test_the_site_responds_while_web_workers_are_killed_in_turn(checkout: Machine) -> None:
    site = serve(checkout)
    supervisor = web_processes(site)[0]
    for _ in range(4):
        kill(web_processes(site)[-1])
        # The other worker responds meanwhile.
        wait_for(lambda: responds_at(checkout, "PORT", SHOWS), 3)
        wait_for(lambda: len(site_processes(site)) == PROCESSES)
    assert web_processes(site)[0] == supervisor
    assert site.poll() is None


@pytest.mark.faults
def test_the_site_exits_when_no_process_can_be_started(checkout: Machine) -> None:
    site = serve(checkout)
    modules = [
        checkout.source / "matinee" / "server" / "processes" / f"{name}.py"
        for name in ("web", "live", "worker")
    ]
    try:
        for module in modules:
            module.rename(module.with_suffix(".gone"))
        for target in site_processes(site):
            kill(target)
        output = site.communicate(timeout=90)[0]
        assert site.returncode == 1
        assert "Restarting in 8 s" in output
        assert "matinee: No process of the site can be restarted" in output
        again = checkout.begin("serve")
        output = again.communicate(timeout=60)[0]
        assert again.returncode == 1
        assert re.search("matinee: The (web processes|live process|worker) cannot be started", output), output
    finally:
        for module in modules:
            module.with_suffix(".gone").rename(module)


@pytest.mark.faults
def test_only_one_of_two_concurrent_sites_on_one_port_starts(checkout: Machine) -> None:
    both = [checkout.begin("serve") for _ in range(2)]
    wait_for(lambda: any(process.poll() is not None for process in both))
    (failed,) = (process for process in both if process.poll() is not None)
    assert failed.returncode == 1
    assert f"Port {checkout.environ['PORT']} is already in use" in failed.communicate()[0]
    wait_for(lambda: responds(checkout))
