"""docs/operations.md describes every variable that Matinee reads, with its default, and no other."""

import re

from matinee.server.config.environment import DEFAULTS
from tests.database_server import CHECKOUT


def documented() -> dict[str, str]:
    """Each variable of the table and its default."""
    text = (CHECKOUT / "docs" / "operations.md").read_text()
    table = text.partition("## Environment")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", table, re.MULTILINE))


def test_every_variable_is_documented() -> None:
    assert documented().keys() == DEFAULTS.keys()


def test_defaults_are_documented() -> None:
    for name, default in documented().items():
        if DEFAULTS[name]:
            assert default == f"`{DEFAULTS[name]}`"
