"""The folder in which the processes of one site count together, and learn that it is about to stop."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matinee.runtime.graceful_shutdown import FOLDER
from matinee.server.config.environment import Environment
from matinee.server.postgres import location

COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks, when it is imported, for the folder that all processes count in."""


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Counters are mapped into memory. On a disk that is full, writing to them would end the process."""


@contextmanager
def make_run_folder(settings: Environment) -> Iterator[None]:
    """Make the folder anew: counters of processes that are gone would be added for ever.

    Raises: FolderNotWritable.
    """
    location.prepare(settings.data_dir)
    # Several sites may share a data folder, but never a port.
    folder = settings.data_dir / f"run-{settings.port}"
    counters = folder / "counters"
    _remove_counters(counters)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if os.access(MEMORY, os.W_OK):
        counters.symlink_to(tempfile.mkdtemp(prefix="matinee-", dir=MEMORY))
    else:
        counters.mkdir()
    os.environ[FOLDER], os.environ[COUNTERS] = str(folder), str(counters)
    try:
        yield
    finally:
        _remove_counters(counters)


def _remove_counters(counters: Path) -> None:
    if counters.is_symlink():
        shutil.rmtree(counters.readlink(), ignore_errors=True)
