"""The private PostgreSQL of a data folder: found, or made and started, by one process at a time."""

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
    """A server that accepts connections; `started_here` if it didn't before."""

    cluster: Cluster
    started_here: bool


def find(data: Path) -> Cluster | None:
    """Find the database that belongs to the data folder, running or not.

    Raises: MajorNotInstalled, FolderNotWritable.
    """
    folder = location.existing(data)
    if folder is None:
        return None
    return Cluster(folder, binaries.for_existing(folder, binaries.available()), account.owner_of(folder))


def plan(data: Path) -> Cluster:
    """Say what a new database of the data folder would be.

    Raises: NoPostgreSQL, NoUnprivilegedUser, FolderNotWritable.
    """
    programs = binaries.for_new_database(binaries.available())
    who = account.for_new_database(programs)
    return Cluster(location.for_new_database(data, who), programs, who)


def ensure_running(data: Path) -> Running:
    """Give the server of the data folder, made and started first if need be.

    However many processes ask at once, there is one server.

    Raises: OperatorError.
    """
    cluster = find(data)
    if cluster and cluster.is_ready():
        return Running(cluster, started_here=False)
    location.prepare(data)
    with _one_at_a_time(data):
        cluster = find(data) or plan(data)
        if cluster.is_ready():
            return Running(cluster, started_here=False)
        if not cluster.exists():
            cluster.create()
        cluster.start()
    return Running(cluster, started_here=True)


def stop(data: Path) -> bool:
    """Stop the server of the data folder; False if none was running.

    Raises: OperatorError.
    """
    cluster = find(data)
    if cluster is None:
        return False
    with _one_at_a_time(data):
        return cluster.stop()


def delete(data: Path) -> None:
    """Stop the server of the data folder, if it runs, and delete its database. Keys and other files stay.

    Raises: DatabaseInUse, OperatorError.
    """
    cluster = find(data)
    if cluster is None:
        return
    with _one_at_a_time(data):
        if cluster.is_ready() and _is_in_use(cluster):
            raise DatabaseInUse
        cluster.stop()
        cluster.delete()


def _is_in_use(cluster: Cluster) -> bool:
    import psycopg

    with psycopg.connect(cluster.url) as database:
        return database.execute(OTHERS).fetchone() is not None


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Let one process in; the kernel lets go when it ends, however it ends."""
    with (data / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
