"""The site as separate processes: web and live on free ports, and the worker, with a separate database."""

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import psycopg
from psycopg import sql

from matinee.server.processes import child_process

PROCESSES = "matinee.server.processes"


NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For HTTP clients. Without it, each client loads all certificates, which takes 30 ms of CPU."""


@dataclass(frozen=True)
class LiveApp:
    """A running site."""

    base_url: str
    """For example `http://localhost:41234`."""
    live_url: str
    """The base URL of the live process, which sends events to seat maps."""
    database_url: str
    """For psycopg and psql. It is not the database of Django's test runner."""
    log: Path
    """The file with the log of all three processes."""

    def matinee(self, *words: str) -> str:
        """Run a `matinee` command on this site's database and return its output."""
        return run_matinee(self.database_url, *words)


def run_matinee(database_url: str, *words: str) -> str:
    """Run a `matinee` command on a database and return its output."""
    command = [sys.executable, "-m", "matinee", *words]
    environ = {**os.environ, "DATABASE_URL": database_url}
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return done.stdout


@contextmanager
def run_live_app(server_url: str, **settings: str) -> Iterator[LiveApp]:
    """Run the site on a new database with the demo's cinemas. Stop it and drop the database at the end."""
    name, template = f"live_{secrets.token_hex(4)}", demo_database(server_url)
    with (
        database_on(server_url, name, template=template) as database_url,
        NamedTemporaryFile(prefix="matinee-site-") as log,
    ):
        port, live_port = free_port(), free_port()
        urls = f"http://localhost:{port}", f"http://localhost:{live_port}"
        app = LiveApp(*urls, database_url, Path(log.name))
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
    """Make processes that are started in the block write their standard error to the file."""
    kept = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@cache
def demo_database(server_url: str) -> str:
    """Create the template database of all sites, once per test run, and return its name.

    It is migrated and contains the demo's cinemas. The next test run on this server replaces it.
    """
    name = "live_template"
    _drop_database(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    for command in ("manage migrate --verbosity=0", "demo"):
        run_matinee(url_of(server_url, name), *command.split())
    return name


@contextmanager
def database_on(server_url: str, name: str, *, template: str = "template1") -> Iterator[str]:
    """Create a database on the server, and drop it at the end."""
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    # An autovacuum keeps the template in use, and only an administrator may terminate it.
    with psycopg.connect(server_url, autocommit=True, user="postgres") as connection:
        connection.execute(END_CONNECTIONS, [template])
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(create)
    try:
        yield url_of(server_url, name)
    finally:
        _drop_database(server_url, name)


END_CONNECTIONS = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"


def _drop_database(server_url: str, name: str) -> None:
    # A vacuum may have started there, and only an administrator may terminate it.
    with psycopg.connect(server_url, autocommit=True, user="postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(server_url: str, name: str) -> str:
    """Return the URL of another database on the server."""
    return server_url.replace("/matinee?", f"/{name}?")


def free_port() -> int:
    """Return a port that no process listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(port: int, seconds: float = 30) -> None:
    """Wait until the process on this port responds to `/healthz`."""
    deadline = time.monotonic() + seconds
    while True:
        connection = HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            assert time.monotonic() < deadline, "the site did not start"
            time.sleep(0.1)
        finally:
            connection.close()
