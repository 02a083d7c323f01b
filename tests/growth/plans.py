"""What PostgreSQL does with a statement."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

GROWING = {"booking", "show", "seat", "ticket", "ticket_order", "order_line", "payment", "customer"}
"""Tables that get longer every day."""

WRITES = re.compile(r"INSERT INTO|DELETE FROM|UPDATE \S+ SET")
COMMENT = re.compile(r"--.*")
READS_AND_WRITES = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
MOST_ROWS_FOR_NOTHING = 1_000
"""A hall's seats, a day's shows: looked at and left. Years of shows are 20 times as many."""


def is_planned(statement: str) -> bool:
    """Whether PostgreSQL makes a plan for it."""
    return COMMENT.sub("", statement).lstrip().upper().startswith(READS_AND_WRITES)


def complaints(statement: str) -> list[str]:
    """Where the plan reads a growing table from end to end, or looks at many rows that it doesn't want.

    What only reads is run for that; what writes is only planned.
    """
    run = "false" if WRITES.search(statement) else "true"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE {run}, FORMAT JSON) {statement.replace('%', '%%')}", [])
        (plan,) = cursor.fetchone()
    return [found for node in _nodes(_read(plan)[0]["Plan"]) if (found := _complaint(node))]


def _read(plan: Any) -> Any:
    return json.loads(plan) if isinstance(plan, str) else plan


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", []):
        yield from _nodes(inner)


def _complaint(node: dict[str, Any]) -> str:
    table = node.get("Relation Name")
    if table not in GROWING:
        return ""
    removed = sum(count for name, count in node.items() if name.startswith("Rows Removed by"))
    for_nothing = removed * node.get("Actual Loops", 1)
    if node["Node Type"] == "Seq Scan" or for_nothing > MOST_ROWS_FOR_NOTHING:
        return f"{node['Node Type']} on {table}, {for_nothing:.0f} rows for nothing"
    return ""
