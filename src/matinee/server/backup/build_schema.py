"""`python -m matinee.server.backup.build_schema`: apply Matinee's migrations to an empty database.

It reads a JSON list of the migrations, `[app, name]`, and applies exactly those.
"""

import json
import sys
from collections.abc import Collection

import django

Key = tuple[str, str]


def main() -> None:
    """Build the schemas that these migrations make in Django's database."""
    listed = {(app, name) for app, name in json.load(sys.stdin)}
    django.setup()
    from django.db import DEFAULT_DB_ALIAS

    from matinee.core.jobs import JOBS
    from matinee.runtime.job_queue.router import QUEUE
    from matinee.runtime.job_queue.services import create_schema, pin_search_paths

    _migrate(DEFAULT_DB_ALIAS, listed)
    create_schema()
    _migrate(JOBS, {(app, name) for app, name in listed if app == QUEUE})
    pin_search_paths()


def _migrate(alias: str, listed: Collection[Key]) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    # A squashed migration is listed beside those that it replaces, which the graph no longer has.
    known = {key for key in listed if key in graph.node_map}
    targets = [
        key
        for key in known
        if not any(child.key[0] == key[0] and child.key in known for child in graph.node_map[key].children)
    ]
    executor.migrate(targets)


if __name__ == "__main__":
    main()
