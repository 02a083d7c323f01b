"""Running things at the same moment, each on its own database connection."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from matinee.core.problems import Problem

PATIENCE_SECONDS = 20

Rewrite = Callable[[str, str], None]
"""Changes the text of the one statement: old, new."""


def together(*verbs: Callable[[], Any]) -> list[Any]:
    """Run all verbs at once; for each its value or the Problem it raised, in order."""
    barrier = Barrier(len(verbs))

    def start(verb: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE_SECONDS)
            return verb()
        except Problem as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(start, verbs))


@contextmanager
def meanwhile(verb: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Run a verb on another connection while the block runs; its future has the value or the Problem."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(lambda: together(verb)[0])


@contextmanager
def plain_connection() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection of somebody who knows only SQL."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    dsn = make_conninfo(**{name: parameters[name] for name in names if parameters.get(name)})
    with psycopg.connect(dsn) as plain:
        yield plain


def wait_until_blocked(by: psycopg.Connection[Any]) -> None:
    """Return once another connection waits for a lock that `by` has. Fails after a while."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(blocked, [by.info.backend_pid])
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.005)
    raise AssertionError("nobody waited for the lock")


def winners(outcomes: Sequence[Any]) -> list[Any]:
    """The outcomes that are no refusals."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Problem)]


def codes(outcomes: Sequence[Any]) -> list[str]:
    """The codes of the refusals, sorted."""
    return sorted(outcome.code for outcome in outcomes if isinstance(outcome, Problem))
