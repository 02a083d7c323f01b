"""Which database connection reads, writes and migrates which tables."""

from typing import Any

from django.db.models import Model

from matinee.core.jobs import JOBS

QUEUE = "procrastinate"
"""The app label of the queue's tables."""


class JobsRouter:
    """Sends procrastinate's tables to the connection `jobs`, and all others to `default`."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:
        """Return `jobs` for the queue's tables; None leaves others to Django."""
        return JOBS if model._meta.app_label == QUEUE else None

    def db_for_write(self, model: type[Model], **_hints: Any) -> str | None:
        """As for reads."""
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Create the queue's tables through `jobs` only, and nothing else through it."""
        return (db == JOBS) == (app_label == QUEUE)
