"""Imports at start: libraries that are only needed later are not loaded."""

import subprocess
import sys
from functools import cache

import pytest

pytestmark = pytest.mark.slow

PRINT_MODULES = "import sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
IMPORT_SITE = "import django; django.setup(); import matinee.server.urls; "


@cache
def modules_loaded_by(code: str) -> set[str]:
    """Return the top-level names of all modules that a new process has loaded after the code."""
    command = [sys.executable, "-c", code + PRINT_MODULES]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return set(done.stdout.split())


@pytest.mark.parametrize("library", ["typst", "icalendar", "segno", "stripe"])
def test_the_site_imports_no_library_of_single_requests(library: str) -> None:
    assert library not in modules_loaded_by(IMPORT_SITE)


@pytest.mark.parametrize("library", ["django", "granian", "uvicorn", "procrastinate"])
def test_the_supervisor_imports_no_server_library(library: str) -> None:
    assert library not in modules_loaded_by("import matinee.server.processes.supervisor; ")
