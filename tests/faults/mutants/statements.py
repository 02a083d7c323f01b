"""Rewrites the statements that are sent to the database."""

from collections.abc import Callable
from typing import Any

from django.db.backends.utils import CursorWrapper

from matinee.runtime import prepared_statements


def rewrite(change: Callable[[str], str]) -> None:
    """Change every statement before it is sent."""
    execute = CursorWrapper.execute

    def execute_changed(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        return execute(self, change(sql) if isinstance(sql, str) else sql, params)

    CursorWrapper.execute = execute_changed  # type: ignore[method-assign]
    statement = prepared_statements._statement
    prepared_statements._statement = lambda sql: statement(change(sql))  # type: ignore[assignment]
