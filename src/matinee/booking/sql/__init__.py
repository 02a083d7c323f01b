"""The SQL of `booking/`, a file per statement."""

from importlib.resources import files


def statement(name: str) -> str:
    """Return the statement in `name.sql`."""
    return (files(__name__) / f"{name}.sql").read_text("utf-8")
