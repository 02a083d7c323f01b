"""The web processes: granian serving the site."""

import os
import sys
from importlib import import_module

import django
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from matinee.runtime.rate_limits import COUNTERS_FILE, shared_counters
from matinee.server.config import environment
from matinee.server.config.environment import Environment
from matinee.server.errors import OperatorError
from matinee.server.processes import child_process, preparation
from matinee.server.processes.web_server import WebServer, run_worker

PREPARE = "prepare"

WORKERS, THREADS = 2, 96
"""A thread is a place to wait: see `runtime/bulkhead.py`."""

DATABASE_CONNECTIONS = 24
"""Per worker."""

QUEUE_CONNECTIONS = 2
"""Of each worker, to the schema of the jobs. One insert takes about a millisecond."""

RUN_SLOTS = 3
"""How many requests a worker processes at once: see `runtime/run_slots.py`."""

CONNECTIONS = 4096
"""Open connections per worker, most of them idle. Further clients wait until one closes."""

HEADER_BYTES = 32 * 1024
"""Bytes of headers that a connection may buffer."""


def main() -> None:
    """Serve until stopped. With the argument `prepare`, update schema and demo data first."""
    settings = environment.read()
    child_process.exit_with_parent()
    _load_site()
    if PREPARE in sys.argv:
        _prepare(settings)
    child_process.set_statement_timeouts(lock_wait_ms=settings.lock_wait_ms)
    child_process.raise_file_limit()
    with shared_counters() as name:
        # Workers read it from the environment.
        os.environ[COUNTERS_FILE] = name
        _serve(settings)


def _serve(settings: Environment) -> None:
    WebServer(
        "matinee.server.processes.wsgi:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=WORKERS,
        blocking_threads=THREADS,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(child_process.HEAD_SECONDS * 1000, max_buffer_size=HEADER_BYTES),
        workers_kill_timeout=child_process.STOP_SECONDS,
        # Granian's warnings only comment on these settings.
        log_level=LogLevels.error,
    ).serve(spawn_target=run_worker)


def _load_site() -> None:
    """Import the site once. All workers, including replacements, are forked from this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.config.settings")
    django.setup()
    import_module("matinee.server.urls")


def _prepare(settings: Environment) -> None:
    try:
        preparation.bring_up_to_date(settings)
    except OperatorError as error:
        sys.exit(f"matinee: {error}")


if __name__ == "__main__":
    main()
