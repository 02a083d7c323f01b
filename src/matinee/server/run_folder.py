"""The folder in which the processes of one site count together, and learn that it is about to stop."""

import os
import shutil

from matinee.core.stopping import FOLDER
from matinee.server.environment import Environment
from matinee.server.postgres import place

COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks, when it is imported, for the folder that all processes count in."""


def prepare(settings: Environment) -> None:
    """Make the folder anew: counters of processes that are gone would be added for ever.

    Raises: FolderNotWritable.
    """
    place.prepare(settings.data_dir)
    # Several sites may share a data folder, but never a port.
    folder = settings.data_dir / f"run-{settings.port}"
    shutil.rmtree(folder, ignore_errors=True)
    counters = folder / "counters"
    counters.mkdir(parents=True)
    os.environ[FOLDER], os.environ[COUNTERS] = str(folder), str(counters)
