"""Operations of migrations that bring a rule to rows that were written before there was one.

A rule never stops an upgrade and never destroys data: what can be repaired is, and where a row still breaks
the rule, the constraint holds for new rows alone and the upgrade names the rows.
"""

import sys
from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from matinee.core.email_address import SHAPE, normal_email
from matinee.core.single_line import FORBIDDEN

NAMED_AT_MOST = 20

REPAIR = """
UPDATE "{table}" SET "{column}" = btrim(regexp_replace("{column}", %s, ' ', 'g')) WHERE ctid = %s
"""

RULE = """
SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass
"""

KEY = """
SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
WHERE indrelid = %s::regclass AND indisprimary
"""


def repair_lines(schema_editor: Any, table: str, *columns: str) -> None:
    """Write a space for each run of characters that no line may have; leave what has to stay unique."""
    bad = f"[{FORBIDDEN}]+"
    for column in columns:
        with schema_editor.connection.cursor() as cursor:
            # A table whose rows have checks of foreign keys left to do can't be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'SELECT ctid::text FROM "{table}" WHERE "{column}" ~ %s', [bad])  # noqa: S608
            rows = cursor.fetchall()
        for (row,) in rows:
            _try(schema_editor, REPAIR.format(table=table, column=column), [bad, row])


def repair_addresses(schema_editor: Any, table: str, key: str) -> None:
    """Bring the email addresses of a table into their normal form; leave what isn't one."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SELECT {key}, email FROM {table} WHERE email <> '' AND email !~ %s", [SHAPE])  # noqa: S608
        rows = cursor.fetchall()
    for pk, email in rows:
        try:
            normal = normal_email(email)
        except ValidationError:
            continue
        _try(schema_editor, f"UPDATE {table} SET email = %s WHERE {key} = %s", [normal, pk])  # noqa: S608


class ValidateOrReport(ValidateConstraint):
    """Validate a constraint; where rows break it, name them and let it hold for new rows alone."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Validate, or print what is left to correct."""
        try:
            with transaction.atomic(schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)
        except IntegrityError:
            table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
            print(self._report(schema_editor, table), file=sys.stderr)  # noqa: T201 - to whoever upgrades

    def _report(self, schema_editor: Any, table: str) -> str:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(RULE, [self.name, table])
            (rule,) = cursor.fetchone()
            cursor.execute(KEY, [table])
            (key,) = cursor.fetchone()
            bad = f'SELECT "{key}" FROM "{table}" WHERE NOT ({rule}) ORDER BY 1 LIMIT {NAMED_AT_MOST}'  # noqa: S608
            cursor.execute(bad)
            rows = ", ".join(str(row) for (row,) in cursor.fetchall())
        return (
            f"Rows of {table} break the rule {self.name}, which holds for new rows alone: {key} {rows}. "
            f"Correct them, then run: ALTER TABLE {table} VALIDATE CONSTRAINT {self.name};"
        )


def _try(schema_editor: Any, sql: str, values: list[Any]) -> None:
    """Run a repair, unless two rows would be the same after it; then the validation names them."""
    try:
        with transaction.atomic(schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError:
        return
