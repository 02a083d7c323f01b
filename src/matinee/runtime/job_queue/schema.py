"""The name of the schema of the queue's tables.

They are apart from the domain's tables, since they stay on one node where those are distributed: NOTIFY,
which procrastinate uses, fails in a distributed transaction.
"""

import re

DEFAULT_SCHEMA = "matinee_jobs"

SEARCH_PATH = re.compile(r"(?:-c\s*|--)search[_-]path=((?:\\.|[^\s\\])*)")
"""In the `options` of a libpq connection, where a backslash escapes a space."""


def jobs_schema(options: str) -> str:
    """Return the name of the queue's schema for a database URL with these libpq options.

    It is `matinee_jobs`, or `<schema>_jobs` where the search path begins with the schema of one operator.
    """
    paths = SEARCH_PATH.findall(options)
    first = re.sub(r"\\(.)", r"\1", paths[-1]).split(",")[0].strip('" ') if paths else ""
    return DEFAULT_SCHEMA if first in ("", "$user", "public") else f"{first}_jobs"


def search_path_option(schema: str) -> str:
    """Return the libpq option that makes this schema the whole search path."""
    escaped = re.sub(r"([\\\s])", r"\\\1", f'"{schema}"')
    return f"-c search_path={escaped}"
