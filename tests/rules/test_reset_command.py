"""The command to start over, for the shell in which the refused command was typed."""

import sys
from shlex import quote

import pytest

from matinee.server.postgres.migration_history import reset_command


@pytest.mark.parametrize(
    ("program", "environ", "command"),
    [
        (".venv/bin/matinee", {}, ".venv/bin/matinee db reset"),
        ("/opt/my cinema/matinee", {}, "'/opt/my cinema/matinee' db reset"),
        ("/x/matinee/__main__.py", {}, f"{quote(sys.executable)} -m matinee db reset"),
        ("matinee", {"MATINEE_DATA_DIR": ""}, "matinee db reset"),
        ("matinee", {"MATINEE_DATA_DIR": "/my data"}, "MATINEE_DATA_DIR='/my data' matinee db reset"),
    ],
)
def test_the_command_runs_as_printed(program: str, environ: dict[str, str], command: str) -> None:
    assert reset_command(program, environ) == command
