"""`python -m matinee.server.backup.build_schema`: run our migrations in an empty database.

It reads a JSON list of the migrations, `[app, name]`, and applies exactly those.
"""

import json
import sys
from collections.abc import Collection

import django

Key = tuple[str, str]


def main() -> None:
    """Build the schemas that these migrations make in Django's database."""
    wanted = {(app, name) for app, name in json.load(sys.stdin)}
    django.setup()
    from django.db import DEFAULT_DB_ALIAS

    from matinee.core.jobs import JOBS
    from matinee.runtime.job_queue.router import QUEUE
    from matinee.runtime.job_queue.services import create_schema, pin_search_paths

    _migrate(DEFAULT_DB_ALIAS, wanted)
    create_schema()
    _migrate(JOBS, {(app, name) for app, name in wanted if app == QUEUE})
    pin_search_paths()


def _migrate(alias: str, wanted: Collection[Key]) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    targets = [
        key
        for key in wanted
        if not any(child.key[0] == key[0] and child.key in wanted for child in graph.node_map[key].children)
    ]
    executor.migrate(targets)


if __name__ == "__main__":
    main()
