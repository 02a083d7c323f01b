"""What the start waits for: nothing that nobody has asked for yet."""

import subprocess
import sys

import pytest

SEEN = "import sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
SITE = "import django; django.setup(); import matinee.server.urls; "


def loaded_by(code: str) -> set[str]:
    """Give the top names of all modules that a fresh process has after the code."""
    done = subprocess.run([sys.executable, "-c", code + SEEN], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return set(done.stdout.split())


@pytest.mark.parametrize("library", ["typst", "icalendar", "segno", "stripe"])
def test_the_site_starts_without(library: str) -> None:
    assert library not in loaded_by(SITE)


@pytest.mark.parametrize("library", ["django", "granian", "uvicorn", "procrastinate"])
def test_the_supervisor_runs_without(library: str) -> None:
    assert library not in loaded_by("import matinee.server.processes.supervisor; ")
