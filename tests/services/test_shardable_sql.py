"""The SQL of the migrations and of the product can run on a shard (decision 0036).

Citus, which distributes a PostgreSQL schema over nodes, rejects some forms of SQL. The rules are checked
without Citus: in the catalogue of the migrated database, in the statements of the migrations, and in the
statements that the product runs.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import matinee
from matinee.booking.tasks import sweep_expired
from matinee.checkout import tasks
from tests.populated_database import populate_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SOURCE = Path(matinee.__file__).parent

QUOTED = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Function bodies, texts and comments."""

MODIFICATION = re.compile(
    r"\bUPDATE\s+\S+(?:\s+AS\s+\w+)?\s+SET\b|\bDO\s+UPDATE\s+SET\b|\bDELETE\s+FROM\b", re.I
)
CALL = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(", re.I)
TABLE_ACTION = re.compile(r"\b(?:ADD|DROP|ALTER\s+COLUMN|ALTER\s+CONSTRAINT|VALIDATE|RENAME)\b", re.I)


def rows(query: str) -> list[Any]:
    """Run a query of the catalogue and return its first column."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def test_every_function_has_its_search_path() -> None:
    """A trigger function runs on its node without the session's search path."""
    without = """
        SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace IN ('public'::regnamespace, 'matinee_jobs'::regnamespace)
        AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%')
    """
    assert rows(without) == []
    assert rows(without.replace("NOT EXISTS", "EXISTS"))


def test_no_sql_function_writes() -> None:
    """An SQL function that writes, called by another function, cannot be planned; plpgsql can."""
    volatile = """
        SELECT pg_proc.oid::regprocedure::text FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
        WHERE pronamespace = 'public'::regnamespace AND lanname = 'sql' AND provolatile = 'v'
    """
    assert rows(volatile) == []


def test_a_transition_table_is_only_collected_into_variables() -> None:
    """A statement on a distributed table cannot read a transition table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT prosrc, coalesce(tgnewtable, tgoldtable) FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgnewtable IS NOT NULL OR tgoldtable IS NOT NULL"
        )
        functions = cursor.fetchall()
    assert functions
    for body, table in functions:
        reading = [
            part for part in body.split(";") if re.search(rf"\bFROM\s+{table}\b|\bJOIN\s+{table}\b", part)
        ]
        assert reading
        for statement in reading:
            assert re.search(r"\bSELECT\b.*\bINTO\b", statement, re.DOTALL), statement
            assert not re.search(r"\b(?:INSERT|UPDATE|DELETE|JOIN)\b", statement), statement


@cache
def migration_statements() -> tuple[str, ...]:
    """The statements of our migrations, forwards and backwards, as Django sends them."""
    loader = MigrationLoader(connection, replace_migrations=False)
    ours = [
        key
        for key, migration in loader.disk_migrations.items()
        if type(migration).__module__.startswith("matinee.")
    ]
    plan = [loader.graph.nodes[key] for key in ours]
    statements = [
        statement
        for migration in plan
        for backwards in (False, True)
        for statement in loader.collect_sql([(migration, backwards)])
        if not statement.startswith("--") and statement not in {"BEGIN;", "COMMIT;"}
    ]
    assert len(statements) > 200
    return tuple(statements)


def plain(sql: str) -> str:
    """The statement without function bodies, texts and comments."""
    return QUOTED.sub("''", sql)


def outside_parentheses(sql: str) -> str:
    """The statement without what is in parentheses."""
    depth, outside = 0, []
    for character in sql:
        depth += character == "("
        if not depth:
            outside.append(character)
        depth -= character == ")"
    return "".join(outside)


def test_each_statement_of_a_migration_is_one_command() -> None:
    several = [sql for sql in migration_statements() if len([*filter(str.strip, plain(sql).split(";"))]) != 1]
    assert several == []


def test_each_change_of_a_table_in_a_migration_is_one_action() -> None:
    """One ADD CONSTRAINT per ALTER TABLE, and no column together with a constraint."""
    changes = [plain(sql) for sql in migration_statements() if sql.startswith("ALTER TABLE")]
    assert changes
    for change in changes:
        assert len(TABLE_ACTION.findall(outside_parentheses(change))) == 1, change
        assert not re.search(
            r"\bADD COLUMN\b.*\b(?:REFERENCES|CHECK|UNIQUE|CONSTRAINT)\b", change, re.DOTALL
        ), change


def test_the_models_have_no_change_without_a_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.fixture
def volatile_calls() -> Callable[[str], set[str]]:
    """Find the volatile functions that a statement calls where it changes rows."""
    volatile = set(rows("SELECT proname FROM pg_proc WHERE provolatile = 'v'"))

    def find(sql: str) -> set[str]:
        return {
            name.lower()
            for change in modifications(plain(sql))
            for name in CALL.findall(change)
            if name.lower() in volatile
        }

    return find


def modifications(sql: str) -> Iterator[str]:
    """From each UPDATE … SET, DO UPDATE SET and DELETE FROM to its end."""
    for found in MODIFICATION.finditer(sql):
        depth = 0
        change = []
        for character in sql[found.end() :]:
            depth += (character == "(") - (character == ")")
            if depth < 0 or character == ";":
                break
            change.append(character)
        yield "".join(change)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE ticket SET voided_at = clock_timestamp()", {"clock_timestamp"}),
        ("UPDATE ticket AS t SET x = 1 WHERE at < clock_timestamp()", {"clock_timestamp"}),
        (
            "INSERT INTO p (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET e = gen_random_uuid()",
            {"gen_random_uuid"},
        ),
        (
            "WITH d AS (DELETE FROM key WHERE at < clock_timestamp() RETURNING 1) SELECT 1",
            {"clock_timestamp"},
        ),
        ("WITH d AS (DELETE FROM key RETURNING 1) SELECT clock_timestamp()", set()),
        ("INSERT INTO p (e) VALUES (gen_random_uuid()) ON CONFLICT (id) DO UPDATE SET e = excluded.e", set()),
        ("UPDATE ticket SET at = statement_timestamp()", set()),
        ("SELECT clock_timestamp() FROM seat FOR NO KEY UPDATE", set()),
        ("UPDATE ticket SET name = 'clock_timestamp()' -- clock_timestamp()", set()),
    ],
)
def test_the_check_finds_volatile_functions(
    sql: str, found: set[str], volatile_calls: Callable[[str], set[str]]
) -> None:
    assert volatile_calls(sql) == found


def written_statements() -> Iterator[tuple[str, str]]:
    """Each .sql file, and each text of the product's modules with the bodies of functions; with its place."""
    for path in SOURCE.rglob("*.sql"):
        yield str(path), path.read_text()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and MODIFICATION.search(node.value)
            ):
                yield f"{path}:{node.lineno}", node.value.replace("$$", "")


def test_no_statement_in_the_source_changes_rows_by_volatile_functions(
    volatile_calls: Callable[[str], set[str]],
) -> None:
    found = {place: calls for place, sql in written_statements() if (calls := volatile_calls(sql))}
    assert found == {}


def test_no_executed_statement_changes_rows_by_volatile_functions(
    volatile_calls: Callable[[str], set[str]],
) -> None:
    """The statements that the ORM writes, while it populates a database and in all periodic jobs."""
    statements = set[str]()

    def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.add(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        populate_database()
        for periodic in (sweep_expired, tasks.reconcile, tasks.send_due_emails, tasks.erase_old_data):
            periodic(timestamp=0)
    changes = [sql for sql in statements if MODIFICATION.search(sql)]
    assert len(changes) > 20
    assert {sql: calls for sql in changes if (calls := volatile_calls(sql))} == {}
