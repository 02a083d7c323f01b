"""The worker: one process that runs background jobs, and reconnects after a restart of the database."""

import asyncio
import logging
import signal
from contextlib import suppress

import django
import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from matinee.core.jobs import JOBS
from matinee.server.processes import child_process

CONCURRENCY = 2
"""Concurrent jobs. A job that waits for a slow mail server does not block the others."""

CONNECTIONS = 2
"""Pool size for fetching and finishing jobs. Each running job and LISTEN use further connections."""

RECONNECT_SECONDS = 1
CONNECTION_TIMEOUT_SECONDS = 2
"""Timeout for a connection. A shutdown may wait twice: to finish the job and to unregister the worker."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)

logger = logging.getLogger(__name__)


def run() -> None:
    """Run jobs until SIGINT or SIGTERM, then finish the running ones. Requires `prepare_django`."""
    child_process.set_statement_timeouts()
    django.setup()
    asyncio.run(_work_until_signal())


def connector() -> PsycopgConnector:
    """Return procrastinate's small pool of connections to the schema of the jobs."""
    from procrastinate.contrib.django import connector_params

    return PsycopgConnector(
        kwargs=connector_params(JOBS), min_size=1, max_size=CONNECTIONS, timeout=CONNECTION_TIMEOUT_SECONDS
    )


async def _work_until_signal() -> None:
    """Cancel the work at the first signal, which lets running jobs finish. Further signals are ignored."""
    stopping = asyncio.Event()
    work = asyncio.create_task(_work_with_reconnect(stopping))

    def stop() -> None:
        if not stopping.is_set():
            stopping.set()
            work.cancel()

    for each in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(each, stop)
    with suppress(asyncio.CancelledError):
        await work


async def _work_with_reconnect(stopping: asyncio.Event) -> None:
    """Restart procrastinate's worker when it ends because the database is unavailable."""
    while not stopping.is_set():
        try:
            await _work()
        except (ConnectorException, psycopg.OperationalError) as error:
            logger.warning("The worker cannot reach its queue: %s", error.__cause__ or error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), RECONNECT_SECONDS)


async def _work() -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(connector()):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                shutdown_graceful_timeout=child_process.STOP_SECONDS,
            )


def main() -> None:
    """Work until the parent process ends."""
    child_process.exit_with_parent()
    run()


if __name__ == "__main__":
    main()
