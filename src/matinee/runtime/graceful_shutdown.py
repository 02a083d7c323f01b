"""The site is about to stop: said by the supervisor, read by the web processes, through a file they share."""

import os
from contextlib import suppress
from pathlib import Path

FOLDER = "MATINEE_RUN_FOLDER"
"""The variable that the supervisor sets for its processes."""


def say_stopping() -> None:
    """Have `/readyz` turn visitors away."""
    # The disk may be full: then we stop all the same.
    with suppress(OSError, KeyError):
        (Path(os.environ[FOLDER]) / "stopping").touch()


def is_stopping() -> bool:
    """Tell whether the site is about to stop. False where no supervisor is."""
    folder = os.environ.get(FOLDER)
    return folder is not None and (Path(folder) / "stopping").exists()
