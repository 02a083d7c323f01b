"""The site as it really runs: web and live processes on free ports and the worker, on their own database."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import psycopg
from psycopg import sql

from matinee.server.processes import child_process

PROCESSES = "matinee.server.processes"


@dataclass(frozen=True)
class LiveApp:
    """A running site."""

    base_url: str
    """Such as `http://localhost:41234`."""
    live_url: str
    """Where seat maps get their events."""
    database_url: str
    """For psycopg and psql; the database is not the one of Django's test runner."""
    log: Path
    """What the site says."""

    def matinee(self, *words: str) -> str:
        """Run a `matinee` command on this site's database; give what it printed."""
        command = [sys.executable, "-m", "matinee", *words]
        environ = {**os.environ, "DATABASE_URL": self.database_url}
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
        return done.stdout


@contextmanager
def run_live_app(server_url: str, **settings: str) -> Iterator[LiveApp]:
    """Make a database on the server, migrate it and run the site on it; take both away at the end."""
    name = f"live_{secrets.token_hex(4)}"
    with database_on(server_url, name) as database_url, NamedTemporaryFile(prefix="matinee-site-") as log:
        port, live_port = free_port(), free_port()
        urls = f"http://localhost:{port}", f"http://localhost:{live_port}"
        app = LiveApp(*urls, database_url, Path(log.name))
        app.matinee("manage", "migrate", "--verbosity=0")
        environ = {**os.environ, "DATABASE_URL": database_url, "PORT": str(port), "LIVE_PORT": str(live_port)}
        environ |= settings
        with _stderr_to(log):
            parts = [
                child_process.start(f"{PROCESSES}.{part}", environ) for part in ("web", "live", "worker")
            ]
        try:
            wait_until_ready(port)
            wait_until_ready(live_port)
            yield app
        finally:
            for part in parts:
                child_process.stop(part)
            sys.stderr.write(app.log.read_text(errors="replace"))


@contextmanager
def _stderr_to(file: IO[bytes]) -> Iterator[None]:
    """Let what is started in the block write its log to the file."""
    kept = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def database_on(server_url: str, name: str) -> Iterator[str]:
    """Make a database on the server; take it away at the end."""
    database = sql.Identifier(name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
    try:
        yield server_url.replace("/matinee?", f"/{name}?")
    finally:
        # Only an administrator may end a vacuum that has just begun there.
        with psycopg.connect(server_url, autocommit=True, user="postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(port: int, seconds: float = 30) -> None:
    """Wait until something answers at `/healthz`."""
    deadline = time.monotonic() + seconds
    while True:
        connection = HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            assert time.monotonic() < deadline, "the site didn't start"
            time.sleep(0.1)
        finally:
            connection.close()
