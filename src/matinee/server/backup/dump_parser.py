"""Parse a backup as data: rows and sequence values. No SQL of the file is ever executed.

pg_restore converts an archive into a script. This parser accepts only COPY data, `setval` of sequences, and
the settings and comments that pg_dump writes. The caller builds its own statements from them. Everything
else is rejected, because `matinee backup` does not write it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from matinee.runtime.job_queue.schema import DEFAULT_SCHEMA

NAME = r'(?:[a-z_][a-z0-9_]*|"[a-z_][a-z0-9_]*")'
SCHEMA = f"(public|{DEFAULT_SCHEMA})"
"""Of the domain's tables, or of the queue's."""

COPY = re.compile(rf"COPY {SCHEMA}\.({NAME}) \(({NAME}(?:, {NAME})*)\) FROM stdin;\n")
SETVAL = re.compile(rf"SELECT pg_catalog\.setval\('{SCHEMA}\.({NAME})', ([0-9]+), (true|false)\);\n")
SETTING = re.compile(
    r"SET [a-z_]+ = [a-zA-Z0-9_']+;\n|SELECT pg_catalog\.set_config\('search_path', '', false\);\n"
)
COMMENT = re.compile(r"--[^\n]*\n|\n|\\(un)?restrict [A-Za-z0-9]+\n")
END = b"\\.\n"


class UnexpectedContent(Exception):
    """The archive contains something that `matinee backup` does not write."""


@dataclass(frozen=True)
class Table:
    """A table's rows in the text format of COPY. Consume all rows before the next item."""

    schema: str
    name: str
    columns: tuple[str, ...]
    rows: Iterator[bytes]


@dataclass(frozen=True)
class SequenceValue:
    """The last value of a sequence, and whether it was already used (`setval`'s third argument)."""

    schema: str
    sequence: str
    last: int
    is_used: bool


def contents(script: IO[bytes]) -> Iterator[Table | SequenceValue]:
    """Read the script that `pg_restore --data-only --file=-` writes.

    Raises: UnexpectedContent.
    """
    for raw in script:
        line = raw.decode("utf-8", errors="replace")
        if found := COPY.fullmatch(line):
            columns = tuple(_plain(column) for column in found[3].split(", "))
            yield Table(found[1], _plain(found[2]), columns, _rows(script))
        elif found := SETVAL.fullmatch(line):
            yield SequenceValue(found[1], _plain(found[2]), int(found[3]), found[4] == "true")
        elif not (SETTING.fullmatch(line) or COMMENT.fullmatch(line)):
            raise UnexpectedContent


def _rows(script: IO[bytes]) -> Iterator[bytes]:
    for line in script:
        if line == END:
            return
        yield line
    raise UnexpectedContent


def _plain(name: str) -> str:
    return name.strip('"')
