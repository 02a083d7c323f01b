"""Reads what is in a backup as data: its rows and numbers, and nothing that a server would carry out.

pg_restore turns an archive into a script. Only the lines of it that give rows and the last numbers of
sequences are understood, and they are not run: the caller writes statements of its own from them. Whatever
else is there, a file of `matinee backup` doesn't have.
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
NUMBER = re.compile(rf"SELECT pg_catalog\.setval\('{SCHEMA}\.({NAME})', ([0-9]+), (true|false)\);\n")
SETTING = re.compile(
    r"SET [a-z_]+ = [a-zA-Z0-9_']+;\n|SELECT pg_catalog\.set_config\('search_path', '', false\);\n"
)
REMARK = re.compile(r"--[^\n]*\n|\n|\\(un)?restrict [A-Za-z0-9]+\n")
END = b"\\.\n"


class UnexpectedContent(Exception):
    """The archive has something that `matinee backup` doesn't write."""


@dataclass(frozen=True)
class Table:
    """The rows of a table follow, as COPY's text format has them; read them all before going on."""

    schema: str
    name: str
    columns: tuple[str, ...]
    rows: Iterator[bytes]


@dataclass(frozen=True)
class SequenceValue:
    """The last number of a sequence, and whether it has been used."""

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
        elif found := NUMBER.fullmatch(line):
            yield SequenceValue(found[1], _plain(found[2]), int(found[3]), found[4] == "true")
        elif not (SETTING.fullmatch(line) or REMARK.fullmatch(line)):
            raise UnexpectedContent


def _rows(script: IO[bytes]) -> Iterator[bytes]:
    for line in script:
        if line == END:
            return
        yield line
    raise UnexpectedContent


def _plain(name: str) -> str:
    return name.strip('"')
