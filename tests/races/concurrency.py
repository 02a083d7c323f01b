"""Run calls concurrently, each on its own database connection."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from matinee.core.problems import Problem

TIMEOUT_SECONDS = 20

Rewrite = Callable[[str, str], None]
"""Replaces text in the fast hold's statements: old, new."""


def run_concurrently(*calls: Callable[[], Any]) -> list[Any]:
    """Run all calls concurrently; return the value or the Problem of each, in order."""
    barrier = Barrier(len(calls))

    def start(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(TIMEOUT_SECONDS)
            return call()
        except Problem as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


@contextmanager
def run_in_background(call: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Run a call on another connection during the block; its future has the value or the Problem."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(lambda: run_concurrently(call)[0])


@contextmanager
def plain_connection() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A plain psycopg connection to the test database."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    dsn = make_conninfo(**{name: parameters[name] for name in names if parameters.get(name)})
    with psycopg.connect(dsn) as plain:
        yield plain


def wait_until_blocked(by: psycopg.Connection[Any]) -> None:
    """Return once another connection waits for a lock that `by` has. Fails after a while."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(blocked, [by.info.backend_pid])
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.005)
    raise AssertionError("no connection waits for the lock")


def winners(outcomes: Sequence[Any]) -> list[Any]:
    """Return the outcomes that are not errors."""
    return [outcome for outcome in outcomes if not isinstance(outcome, Problem)]


def codes(outcomes: Sequence[Any]) -> list[str]:
    """Return the codes of the errors, sorted."""
    return sorted(outcome.code for outcome in outcomes if isinstance(outcome, Problem))
