"""The site as `matinee serve` runs it, from this checkout, on a data folder and ports of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
from psycopg import sql
from tests.live_app import free_port

from benches.rig.cpu import ProcessTree
from matinee.server.config.environment import DEFAULTS
from matinee.server.postgres import embedded
from matinee.server.postgres.cluster import Cluster

UNLIMITED = {
    "HOLDS_PER_MINUTE": "0",
    "MAX_SEATS_PER_CLIENT": "0",
    "LIVE_CONNECTIONS_PER_CLIENT": "0",
}
"""All load comes from one address, so rate limits per client are off."""


@dataclass(frozen=True)
class Site:
    """A running site and its PostgreSQL."""

    port: int
    database_url: str
    cluster: Cluster
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """Such as `http://127.0.0.1:41234`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def web(self) -> ProcessTree:
        """The web processes."""
        return ProcessTree(self.process.pid).child(b"matinee.server.processes.web")

    @property
    def postgresql(self) -> ProcessTree:
        """The database server with all its backends."""
        return ProcessTree(int((self.cluster.folder / "postmaster.pid").read_text().split()[0]))

    def connect(self, user: str = "matinee") -> psycopg.Connection:
        """Open a connection with autocommit; `postgres` is a superuser."""
        return psycopg.connect(self.database_url, autocommit=True, user=user)


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder for keys and a private PostgreSQL, which is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="matinee-bench-"))
    # PostgreSQL runs as another user than root.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        embedded.stop(folder)
        if cluster := embedded.find(folder):
            shutil.rmtree(cluster.folder)
        shutil.rmtree(folder)


@contextmanager
def open_site(environ: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Run a site on a new data folder, and stop it."""
    with data_folder() as folder, serve(folder, environ) as site:
        yield site


@contextmanager
def serve(
    folder: Path, environ: Mapping[str, str] | None = None, ready_at: str = "/readyz"
) -> Iterator[Site]:
    """Run `matinee serve` on a data folder during the block; another DATABASE_URL may be given."""
    port, live_port = free_port(), free_port()
    ports = {"PORT": str(port), "LIVE_PORT": str(live_port)}
    chosen = {**_clean(), **UNLIMITED, "MATINEE_DATA_DIR": str(folder), **ports, **(environ or {})}
    command = [sys.executable, "-m", "matinee", "serve"]
    process = subprocess.Popen(command, env=chosen, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_until_ready(port, ready_at, process)
        cluster = embedded.find(folder)
        assert cluster
        yield Site(port, chosen.get("DATABASE_URL") or cluster.url, cluster, folder, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def other_database(folder: Path, name: str) -> str:
    """Create another database on the folder's server; return its URI."""
    cluster = embedded.ensure_running(folder).cluster
    with psycopg.connect(cluster.url, autocommit=True) as database:
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return cluster.url.replace("/matinee?", f"/{name}?")


def environ_of(site: Site) -> dict[str, str]:
    """The environment for another process that uses the site's database and keys."""
    return {**_clean(), "DATABASE_URL": site.database_url, "MATINEE_DATA_DIR": str(site.folder)}


def wait_until_ready(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the path returns 200."""
    deadline = time.monotonic() + 120
    while not is_ready(port, path):
        assert process.poll() is None, "the site has exited"
        assert time.monotonic() < deadline, "the site did not start"
        time.sleep(0.01)


def is_ready(port: int, path: str) -> bool:
    """Return whether one request of the path returns 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _clean() -> dict[str, str]:
    """The environment without Matinee's settings."""
    return {name: value for name, value in os.environ.items() if name not in DEFAULTS}
