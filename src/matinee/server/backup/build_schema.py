"""`python -m matinee.server.backup.build_schema`: run our migrations in an empty database.

It reads a JSON list of the migrations, `[app, name]`, and builds exactly those.
"""

import json
import sys

import django


def main() -> None:
    """Build the schema that these migrations make in Django's database."""
    wanted = {(app, name) for app, name in json.load(sys.stdin)}
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    targets = [
        key
        for key in wanted
        if not any(child.key[0] == key[0] and child.key in wanted for child in graph.node_map[key].children)
    ]
    executor.migrate(targets)


if __name__ == "__main__":
    main()
