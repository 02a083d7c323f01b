"""Query plans of PostgreSQL."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

GROWING = {"booking", "show", "seat", "ticket", "ticket_order", "order_line", "payment", "customer"}
"""Tables that grow over the years."""

WRITES = re.compile(r"INSERT INTO|DELETE FROM|UPDATE \S+ SET")
COMMENT = re.compile(r"--.*")
READS_AND_WRITES = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
MAX_ROWS_REMOVED = 1_000
"""Enough for a hall's seats or a day's shows. Years of shows are 20 times as many."""


def is_planned(statement: str) -> bool:
    """Return whether PostgreSQL plans the statement."""
    return COMMENT.sub("", statement).lstrip().upper().startswith(READS_AND_WRITES)


def plan_problems(statement: str) -> list[str]:
    """Return the plan's sequential scans of growing tables and its scans that remove many rows.

    Statements that only read are run; statements that write are only planned.
    """
    run = "false" if WRITES.search(statement) else "true"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE {run}, FORMAT JSON) {statement.replace('%', '%%')}", [])
        (plan,) = cursor.fetchone()
    return [found for node in _nodes(_read(plan)[0]["Plan"]) if (found := _problem(node))]


def _read(plan: Any) -> Any:
    return json.loads(plan) if isinstance(plan, str) else plan


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", []):
        yield from _nodes(inner)


def _problem(node: dict[str, Any]) -> str:
    table = node.get("Relation Name")
    if table not in GROWING:
        return ""
    removed = sum(count for name, count in node.items() if name.startswith("Rows Removed by"))
    rows_removed = removed * node.get("Actual Loops", 1)
    if node["Node Type"] == "Seq Scan" or rows_removed > MAX_ROWS_REMOVED:
        return f"{node['Node Type']} on {table}, {rows_removed:.0f} rows removed"
    return ""
