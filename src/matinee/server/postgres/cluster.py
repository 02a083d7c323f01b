"""One embedded PostgreSQL server: create, start, probe and stop it."""

import shlex
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from matinee.server.errors import OperatorError
from matinee.server.postgres.account import Account
from matinee.server.postgres.binaries import Binaries
from matinee.server.postgres.location import make_socket_folder, socket_folder

START_SECONDS = 60
LOG, LOG_BYTES = "postgres.log", 10_000_000
"""A longer log is renamed to `.old` when the server starts. It replaces the previous `.old`."""

PORT = "5432"
"""Only part of the socket's name. The server does not listen on TCP."""

INITIAL_SETTINGS = """
# Matinee's defaults: change them here or with ALTER SYSTEM.
max_connections = 100
shared_buffers = 128MB
jit = off
timezone = 'UTC'
log_checkpoints = off
# Statements and details may quote names and email addresses.
log_min_error_statement = panic
log_error_verbosity = terse
"""
INITIAL_STATEMENTS = "CREATE ROLE matinee LOGIN CREATEDB;\nCREATE DATABASE matinee OWNER matinee;\n"
TRANSIENT_ERRORS = ("pre-existing shared memory block", '.pid" already exists', '.lock" already exists')
"""Messages while the processes of a killed server are still exiting."""


class DatabaseFailed(OperatorError):
    """One of PostgreSQL's programs failed."""

    def __init__(self, action: str, folder: Path, output: str) -> None:
        fatal = [line.partition("FATAL:")[2].strip() for line in output.splitlines() if "FATAL:" in line]
        reason = " ".join(fatal or output.strip().splitlines()[-2:]) or "it gave no reason"
        super().__init__(f"PostgreSQL could not {action} in {folder}: {reason}. See its log: {folder / LOG}.")


@dataclass(frozen=True)
class Cluster:
    """A data folder, with the programs and the account that run it."""

    folder: Path
    binaries: Binaries
    account: Account

    @property
    def url(self) -> str:
        """The libpq URI of the database."""
        host = quote(str(socket_folder(self.folder, self.account)), safe="")
        return f"postgresql://matinee@/matinee?host={host}&port={PORT}"

    def exists(self) -> bool:
        """Whether the folder contains a complete database."""
        return (self.folder / "PG_VERSION").exists()

    def probe(self) -> int:
        """Return pg_isready's status: 0 accepts connections, 1 is starting or stopping, 2 does not answer."""
        host = str(socket_folder(self.folder, self.account))
        return self._run("pg_isready", "--host", host, "--port", PORT, "--timeout", "5").returncode

    def is_ready(self) -> bool:
        """Whether the server accepts connections."""
        return self.exists() and self.probe() == 0

    def create(self) -> None:
        """Create the database in a temporary folder and rename it, so that it is never incomplete.

        Raises: DatabaseFailed.
        """
        draft = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        try:
            draft.mkdir(mode=0o700)
            self.account.take_ownership(draft)
            self._initialise(draft)
            draft.rename(self.folder)
        except OSError as error:
            raise DatabaseFailed("create a database", self.folder, str(error)) from error

    def start(self) -> None:
        """Start the server and wait until it accepts connections.

        Raises: DatabaseFailed.
        """
        make_socket_folder(self.folder, self.account)
        deadline = time.monotonic() + START_SECONDS
        while not self._wait_until_stable(deadline):
            self._remove_stale_locks()
            output = self._launch()
            if output and (
                time.monotonic() > deadline or not any(error in output for error in TRANSIENT_ERRORS)
            ):
                raise DatabaseFailed("start", self.folder, output)

    def stop(self) -> bool:
        """Stop the server with a fast shutdown. Returns False if none was running.

        Raises: DatabaseFailed.
        """
        if not self.exists() or self.probe() == 2:
            return False
        stopped = self._run("pg_ctl", "stop", "--pgdata", str(self.folder), "--mode=fast", "--wait")
        if stopped.returncode != 0:
            raise DatabaseFailed("stop", self.folder, stopped.stdout + stopped.stderr)
        if (short := socket_folder(self.folder, self.account)) != self.folder:
            short.rmdir()
        return True

    def delete(self) -> None:
        """Delete the files of the stopped server. If this is interrupted, the database is gone all the same.

        Raises: DatabaseFailed.
        """
        removed = self.folder.with_name(self.folder.name + ".removed")
        try:
            if removed.exists():
                shutil.rmtree(removed)
            self.folder.rename(removed)
            shutil.rmtree(removed)
        except OSError as error:
            raise DatabaseFailed("delete the database", self.folder, str(error)) from error

    def _run(self, program: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return self.account.run(self.binaries.program(program), *arguments, **more)

    def _initialise(self, draft: Path) -> None:
        made = self._run("initdb", "--pgdata", str(draft), *_initdb_options(self.binaries.major))
        if made.returncode == 0:
            with (draft / "postgresql.conf").open("a") as settings:
                settings.write(INITIAL_SETTINGS)
            made = self._run("postgres", "--single", "-D", str(draft), "postgres", input=INITIAL_STATEMENTS)
        if made.returncode != 0 or "ERROR" in made.stderr:
            raise DatabaseFailed("create a database", self.folder, made.stdout + made.stderr)

    def _wait_until_stable(self, deadline: float) -> bool:
        """Wait while the server starts or stops. Returns whether it accepts connections."""
        while (status := self.probe()) == 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        return status == 0

    def _launch(self) -> str:
        """Start the server. Returns its output if it failed, else an empty string."""
        log = self.folder / LOG
        before = log.stat().st_size if log.exists() else 0
        if before > LOG_BYTES:
            log.replace(log.with_suffix(".old"))
            before = 0
        started = self._run("pg_ctl", "start", "--wait", *self._start_options(), cwd=self.folder)
        return "" if started.returncode == 0 else self._log_since(started.stderr, before)

    def _start_options(self) -> list[str]:
        socket = socket_folder(self.folder, self.account)
        # A path relative to the data folder needs no quoting and has no length limit.
        socket_path = "." if socket == self.folder else str(socket)
        settings = {"listen_addresses": "", "port": PORT, "unix_socket_directories": socket_path}
        options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        return ["--pgdata=.", f"--log={LOG}", f"--options={options}", f"--timeout={START_SECONDS}"]

    def _log_since(self, default: str, start: int) -> str:
        """Return what the server wrote to its log after byte `start`."""
        log = self.folder / LOG
        return log.read_bytes()[start:].decode(errors="replace") if log.exists() else default

    def _remove_stale_locks(self) -> None:
        """Remove the lock files of a server that no longer runs.

        PostgreSQL accepts any live process with that pid: an unreaped zombie, or an unrelated process after a
        reboot. Two servers on one database are still impossible: PostgreSQL also checks the shared memory.
        """
        socket = socket_folder(self.folder, self.account)
        for lock in (self.folder / "postmaster.pid", socket / f".s.PGSQL.{PORT}.lock"):
            with suppress(FileNotFoundError, PermissionError, ValueError, IndexError):
                pid = int(lock.read_text().splitlines()[0])
                if Path("/proc/self/cwd").exists() and not _works_in(pid, self.folder):
                    lock.unlink()


def _works_in(pid: int, folder: Path) -> bool:
    """Whether process `pid` is alive and `folder` is its working directory, as for a PostgreSQL server."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except FileNotFoundError:
        return False


def _initdb_options(major: int) -> list[str]:
    # PostgreSQL 17 has a built-in C.UTF-8. Older versions use the C library's, which macOS lacks.
    locale = "C" if sys.platform == "darwin" else "C.UTF-8"
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return [
        "--username=postgres",
        "--encoding=UTF8",
        f"--locale={locale}",
        *provider,
        "--data-checksums",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-instructions",
    ]
