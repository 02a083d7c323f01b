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

from benches.rig.cpu import Tree
from matinee.server.config.environment import DEFAULTS
from matinee.server.postgres import embedded
from matinee.server.postgres.cluster import Cluster

UNLIMITED = {
    "HOLDS_PER_MINUTE": "0",
    "MAX_SEATS_PER_CLIENT": "0",
    "LIVE_CONNECTIONS_PER_CLIENT": "0",
}
"""All load comes from one address, which the site would take for one customer gone wild."""


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
    def web(self) -> Tree:
        """The web processes."""
        return Tree(self.process.pid).child(b"matinee.server.processes.web")

    @property
    def postgresql(self) -> Tree:
        """The database server with all its backends."""
        return Tree(int((self.cluster.folder / "postmaster.pid").read_text().split()[0]))

    def connect(self, user: str = "matinee") -> psycopg.Connection:
        """Open a connection that commits each statement; `postgres` may do anything."""
        return psycopg.connect(self.database_url, autocommit=True, user=user)


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder for keys and a private PostgreSQL, which is stopped in the end."""
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
    """Run a site with everything of its own, and end it."""
    with data_folder() as folder, serve(folder, environ) as site:
        yield site


@contextmanager
def serve(
    folder: Path, environ: Mapping[str, str] | None = None, ready_at: str = "/readyz"
) -> Iterator[Site]:
    """Run `matinee serve` on a data folder until it answers; another DATABASE_URL may be given."""
    port, live_port = free_port(), free_port()
    ports = {"PORT": str(port), "LIVE_PORT": str(live_port)}
    chosen = {**_clean(), **UNLIMITED, "MATINEE_DATA_DIR": str(folder), **ports, **(environ or {})}
    command = [sys.executable, "-m", "matinee", "serve"]
    process = subprocess.Popen(command, env=chosen, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_until_answered(port, ready_at, process)
        cluster = embedded.find(folder)
        assert cluster
        yield Site(port, chosen.get("DATABASE_URL") or cluster.url, cluster, folder, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def other_database(folder: Path, name: str) -> str:
    """Make one more database on the folder's server; give its URI."""
    cluster = embedded.ensure_running(folder).cluster
    with psycopg.connect(cluster.url, autocommit=True) as database:
        database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return cluster.url.replace("/matinee?", f"/{name}?")


def environ_of(site: Site) -> dict[str, str]:
    """What another process needs to work with the site's database and keys."""
    return {**_clean(), "DATABASE_URL": site.database_url, "MATINEE_DATA_DIR": str(site.folder)}


def wait_until_answered(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the path answers 200."""
    deadline = time.monotonic() + 120
    while not answers(port, path):
        assert process.poll() is None, "the site ended"
        assert time.monotonic() < deadline, "the site didn't start"
        time.sleep(0.01)


def answers(port: int, path: str) -> bool:
    """Ask once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _clean() -> dict[str, str]:
    """Whatever the caller set for a site of his own stays out."""
    return {name: value for name, value in os.environ.items() if name not in DEFAULTS}
