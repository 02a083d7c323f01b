"""The embedded PostgreSQL of a data folder: find it, or create and start it, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from matinee.server.errors import OperatorError
from matinee.server.postgres import account, binaries, location
from matinee.server.postgres.cluster import Cluster

OTHERS = "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


class DatabaseInUse(OperatorError):
    """Other programs are connected."""

    def __init__(self) -> None:
        super().__init__("The database is in use. Stop the site first.")


@dataclass(frozen=True)
class Running:
    """A server that accepts connections. `started_here` is False if it was already running."""

    cluster: Cluster
    started_here: bool


def find(data: Path) -> Cluster | None:
    """Return the existing database of the data folder, running or not, or None.

    Raises: MajorNotInstalled, FolderNotWritable.
    """
    folder = location.existing(data)
    if folder is None:
        return None
    return Cluster(folder, binaries.for_existing(folder, binaries.available()), account.owner_of(folder))


def plan(data: Path) -> Cluster:
    """Choose folder, programs and account of a new database for the data folder.

    Raises: NoPostgreSQL, NoUnprivilegedUser, FolderNotWritable.
    """
    programs = binaries.for_new_database(binaries.available())
    user = account.for_new_database(programs)
    return Cluster(location.for_new_database(data, user), programs, user)


def ensure_running(data: Path) -> Running:
    """Return the running server of the data folder. Creates and starts it if needed.

    Concurrent calls from several processes result in one server.

    Raises: OperatorError.
    """
    cluster = find(data)
    if cluster and cluster.is_ready():
        return Running(cluster, started_here=False)
    location.prepare(data)
    with _exclusive_lock(data):
        cluster = find(data) or plan(data)
        if cluster.is_ready():
            return Running(cluster, started_here=False)
        if not cluster.exists():
            cluster.create()
        cluster.start()
    return Running(cluster, started_here=True)


def stop(data: Path) -> bool:
    """Stop the server of the data folder. Returns False if none was running.

    Raises: OperatorError.
    """
    cluster = find(data)
    if cluster is None:
        return False
    with _exclusive_lock(data):
        return cluster.stop()


def delete(data: Path) -> None:
    """Stop the server of the data folder, if it runs, and delete its database. Keys and other files stay.

    Raises: DatabaseInUse, OperatorError.
    """
    cluster = find(data)
    if cluster is None:
        return
    with _exclusive_lock(data):
        if cluster.is_ready() and _is_in_use(cluster):
            raise DatabaseInUse
        cluster.stop()
        cluster.delete()


def _is_in_use(cluster: Cluster) -> bool:
    import psycopg

    with psycopg.connect(cluster.url) as database:
        return database.execute(OTHERS).fetchone() is not None


@contextmanager
def _exclusive_lock(data: Path) -> Iterator[None]:
    """Hold a file lock. The kernel releases it when the process ends for any reason."""
    with (data / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
