"""Prepares the schema of the queue."""

from django.db import ProgrammingError, connections
from psycopg.errors import InsufficientPrivilege

from matinee.core.jobs import JOBS

SCHEMA = "SELECT current_schema(), current_setting('search_path'), current_user, current_database()"
"""The search path is the queue's schema alone. The current schema is NULL if that one does not exist."""

UNPINNED = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND proconfig IS NULL
"""


class SchemaNotAllowed(Exception):
    """The database role may not create the schema of the queue."""

    def __init__(self, schema: str, user: str, database: str) -> None:
        super().__init__(
            f"The jobs need the schema {schema}, which {user} may not create in the database {database}: "
            f"as its owner, run CREATE SCHEMA {schema} AUTHORIZATION {user}; then start again."
        )


def create_schema() -> None:
    """Create the queue's schema if it does not exist. An existing schema needs no permission to create one.

    Raises: SchemaNotAllowed.
    """
    with connections[JOBS].cursor() as cursor:
        cursor.execute(SCHEMA)
        existing, schema, user, database = cursor.fetchone()
        if existing is not None:
            return
        try:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            raise SchemaNotAllowed(schema.strip('"'), user, database) from error


def pin_search_paths() -> None:
    """Give procrastinate's functions their schema as search path, so that they work in any session."""
    with connections[JOBS].cursor() as cursor:
        cursor.execute(UNPINNED)
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} SET search_path FROM CURRENT")
