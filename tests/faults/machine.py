"""A machine for fault injection: real folders, users, processes and the `matinee` command."""
# ruff: noqa: S603, S607

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from matinee.server.config.environment import CHECKOUT, DEFAULTS
from matinee.server.errors import OperatorError
from matinee.server.postgres import account, binaries, embedded, location
from matinee.server.postgres.cluster import Cluster

Result = subprocess.CompletedProcess[str]

IS_ROOT = os.geteuid() == 0
ORDINARY = ("nobody", "daemon", "bin")


def _as_ordinary_user() -> tuple[str, ...]:
    """Return the command prefix that drops root but can read the interpreter in any folder."""
    user = next(user for user in pwd.getpwall() if user.pw_name in ORDINARY)
    capability = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *capability)


USERS = {"root": (), "ordinary user": _as_ordinary_user()} if IS_ROOT else {"ordinary user": ()}
"""Users that run `matinee`: both kinds if the tests run as root, else the caller."""

PROGRAMS = {
    kind: found[0]
    for kind, found in (
        ("installed", binaries.installed(os.environ["PATH"])),
        ("wheel", binaries.bundled()),
    )
    if found
}
"""The newest PostgreSQL of each kind on this machine; the wheel's always exists."""


@dataclass
class Machine:
    """A data folder, and a user that runs commands on it."""

    data: Path
    user: tuple[str, ...] = ()
    source: Path = CHECKOUT / "src"
    environ: Mapping[str, str] = field(default_factory=dict)
    begun: list["subprocess.Popen[str]"] = field(default_factory=list)

    def copy_data(self, template: Path) -> None:
        """Copy the data folder of a machine whose database is stopped."""
        subprocess.run(["cp", "-a", template, self.data], check=True)

    def command(self, *words: str) -> list[str]:
        """Return the command line of `matinee words`."""
        return [*self.user, sys.executable, "-m", "matinee", *words]

    def environment(self) -> dict[str, str]:
        """Return the command's environment without the settings of the tests."""
        kept = {name: value for name, value in os.environ.items() if name not in DEFAULTS}
        return {**kept, "PYTHONPATH": str(self.source), "MATINEE_DATA_DIR": str(self.data), **self.environ}

    def matinee(self, *words: str) -> Result:
        """Run a command and wait for its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def begin(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command in its own process group, as a terminal does."""
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self.begun.append(process)
        return process

    def end_all(self) -> None:
        """Terminate every started command."""
        while self.begun:
            process = self.begun.pop()
            process.terminate()
            process.communicate(timeout=20)

    def url(self) -> str:
        """Return the database's URI."""
        done = self.matinee("db", "url")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def psql(self, statement: str) -> str:
        """Run a statement with psql on what `matinee db url` printed."""
        done = subprocess.run(
            ["psql", "-XAtqc", statement, self.url()], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def database_folder(self) -> Path:
        """Return the folder of PostgreSQL's files."""
        cluster = embedded.find(self.data)
        assert cluster
        return cluster.folder

    def server_pid(self) -> int:
        """Return the server's process id."""
        return int((self.database_folder() / "postmaster.pid").read_text().splitlines()[0])

    def starts(self) -> int:
        """Count the server's starts in the data folder."""
        return (self.database_folder() / "postgres.log").read_text().count("ready to accept connections")

    def make_database_with(self, programs: binaries.Binaries) -> None:
        """Create the database with these programs. Commands then use them too, as only they can read it."""
        user = account.for_new_database(programs)
        location.prepare(self.data)
        Cluster(self.data / "postgres", programs, user).create()


def works(*command: str) -> bool:
    """Return whether the command succeeds on this machine."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """Create a folder that every user of the machine can reach, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix="matinee-faults-"))
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


def clear(data: Path) -> None:
    """Stop the data folder's server, if there is one, and delete its files, also outside the folder."""
    with suppress(OperatorError):
        if cluster := embedded.find(data):
            cluster.stop()
            shutil.rmtree(cluster.folder)


def is_alive(pid: int) -> bool:
    """Return whether the process runs. A zombie does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def descendants(pid: int) -> set[int]:
    """List the processes below `pid`."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def kill(pid: int) -> None:
    """Send SIGKILL."""
    os.kill(pid, signal.SIGKILL)


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until the condition holds.

    Raises: AssertionError.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not hold in time"
        time.sleep(0.05)


def lines_until(process: "subprocess.Popen[str]", marker: str) -> Iterator[str]:
    """Yield the process's output up to the line with `marker`."""
    assert process.stdout
    for line in process.stdout:
        yield line.rstrip()
        if marker in line:
            return
    raise AssertionError(f"the process ended without printing {marker!r}")
