"""Takes migrations back and forth on a full house; run on a database of its own. Says each step.

With a part and the number of parts: only the migrations of that part.
"""

import sys
from itertools import pairwise

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ("failed_rows", "catalogue", "venues", "shows", "booking", "tickets", "payments", "checkout", "staff")
RENAMED = {"booking": {"hold_id"}, "booking_archive": {"hold_id"}, "ticket_order": {"hold_id"}}
"""Columns whose values a step changes; they are compared only after it went forwards again."""

Table = tuple[list[str], list[tuple[object, ...]]]


def tables() -> dict[str, Table]:
    """Columns and rows of every table of ours; hints that may be lost are left out."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name != "seat_change"]
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - a table's name
            found[name] = ([column.name for column in cursor.description], cursor.fetchall())
    return {name: table for name, table in found.items() if name != "django_migrations"}


def only(table: Table, columns: set[str]) -> list[str]:
    """The rows as text, of these columns, in an order of their own."""
    kept = [index for index, column in enumerate(table[0]) if column in columns]
    return sorted(str([row[index] for index in kept]) for row in table[1])


def migrate(app: str, name: str | None = None) -> None:
    """Bring an app to this migration, else to its latest."""
    call_command("migrate", app, *([name] if name else []), verbosity=0, interactive=False)


def steps() -> list[tuple[str, str, str]]:
    """Each migration of ours but the first of an app, with the one before it."""
    graph = MigrationExecutor(connection).loader.graph
    found = []
    for app in OURS:
        names = [name for one, name in graph.forwards_plan(graph.leaf_nodes(app)[0]) if one == app]
        found += [(app, before, name) for before, name in pairwise(names)]
    return found


def main() -> None:
    """Fail at the first step that loses something."""
    from tests.full_house import fill

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    part, parts = map(int, sys.argv[1:])
    for app, before, name in reversed(steps()[part::parts]):
        call_command("flush", verbosity=0, interactive=False)
        fill()
        full = tables()
        migrate(app, before)
        back = tables()
        call_command("migrate", verbosity=0, interactive=False)
        again = tables()
        for table in back:
            # What the step brought goes with it; everything else is there, before and after.
            columns = set(back[table][0])
            kept = columns - RENAMED.get(table, set())
            assert only(back[table], kept) == only(full[table], kept), (name, table)
            assert only(again[table], columns) == only(full[table], columns), (name, table)
        assert again.keys() == full.keys(), name
        print("back and forth", app, name, flush=True)  # noqa: T201
    for app in reversed(OURS):
        migrate(app, "zero")
    left = set(tables()) - {"django_content_type"}
    assert not any(name.startswith(("booking", "ticket", "seat", "show", "payment")) for name in left), left
    call_command("migrate", verbosity=0, interactive=False)
    assert set(tables()) == set(full)
    print("to nothing and up again", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
