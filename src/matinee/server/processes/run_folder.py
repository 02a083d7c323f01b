"""The folder through which the processes of one site share metrics and the shutdown marker."""

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
"""prometheus_client reads this variable at import: the folder of the shared counters."""


MEMORY = Path("/dev/shm")  # noqa: S108 - uses a private subfolder
"""Counters are memory-mapped files. On a full disk, a write to them would kill the process."""


@contextmanager
def make_run_folder(settings: Environment) -> Iterator[None]:
    """Create the folder afresh, because counters of ended processes would be added forever.

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
