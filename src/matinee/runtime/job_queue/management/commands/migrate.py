"""`migrate` for both schemas: the domain's tables, then the queue's."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from matinee.core.jobs import JOBS
from matinee.runtime.job_queue.router import QUEUE
from matinee.runtime.job_queue.services import SchemaNotAllowed, create_schema, pin_search_paths


class Command(migrate.Command):
    """Migrates the database; with the label of one app, that app alone."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's command for each schema. Raises: CommandError."""
        label = options["app_label"]
        if options["database"] != DEFAULT_DB_ALIAS:
            super().handle(*args, **options)
            return
        changes_queue = label in (None, QUEUE) and not (options["plan"] or options["check_unapplied"])
        if changes_queue:
            try:
                create_schema()
            except SchemaNotAllowed as error:
                raise CommandError(str(error)) from error
        if label != QUEUE:
            super().handle(*args, **options)
        if label in (None, QUEUE):
            queue = {"database": JOBS, "app_label": QUEUE, "run_syncdb": False}
            super().handle(*args, **options | queue)
        if changes_queue:
            pin_search_paths()
