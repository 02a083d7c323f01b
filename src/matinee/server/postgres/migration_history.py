"""Which version of Matinee made a database, by the migrations that it applied."""

import shlex
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from matinee.server.errors import OperatorError

EARLIER = "was made by an earlier development version of Matinee, which this version cannot read"
DATA_DIR = "MATINEE_DATA_DIR"


class OldDatabase(OperatorError):
    """The database has another schema than this version's migrations can continue from."""

    def __init__(self, *, reset: str | None) -> None:
        """`reset` deletes the embedded database; None for a server that Matinee does not manage."""
        super().__init__(
            f"This database {EARLIER}. Start over with: {reset}"
            if reset
            else f"The database in DATABASE_URL {EARLIER}. Start over with: "
            'psql "$DATABASE_URL" -c "DROP SCHEMA public CASCADE" -c "CREATE SCHEMA public"'
        )


def reset_command(program: str, environ: Mapping[str, str]) -> str:
    """Return the command that deletes this database, for the shell that started `program` (`sys.argv[0]`)."""
    is_module = Path(program).name == "__main__.py"
    words = [sys.executable, "-m", "matinee"] if is_module else [program]
    # A shell that set the folder for one command only does not set it for the next.
    folder = [f"{DATA_DIR}={shlex.quote(environ[DATA_DIR])}"] if environ.get(DATA_DIR) else []
    return " ".join([*folder, shlex.join(words), "db reset"])


def is_from_earlier_version(applied: Collection[tuple[str, str]]) -> bool:
    """Whether an earlier development version applied these migrations (app, name).

    The migrations were rewritten when prices got a package of their own. Since then, `shows` depends on
    `pricing`.
    """
    return ("shows", "0001_initial") in applied and ("pricing", "0001_initial") not in applied
