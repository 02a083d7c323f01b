"""The worker: one process that does the jobs, and outlives restarts of the database."""

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
"""Jobs at a time: a slow mail server leaves a place for the others."""

CONNECTIONS = 2
"""To fetch jobs and note their ends; each job under way has one of its own, and waiting for news has one."""

AGAIN_SECONDS = 1
AWAY_SECONDS = 2
"""How long to wait for a connection before looking afresh. Who stops may wait twice: to note and sign off."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)

logger = logging.getLogger(__name__)


def run() -> None:
    """Do jobs until SIGINT or SIGTERM, then let those under way finish. Needs `prepare_django`."""
    child_process.set_statement_timeouts()
    django.setup()
    asyncio.run(_work_until_told())


def connector() -> PsycopgConnector:
    """Return procrastinate's small pool of connections to the schema of the jobs."""
    from procrastinate.contrib.django import connector_params

    return PsycopgConnector(
        kwargs=connector_params(JOBS), min_size=1, max_size=CONNECTIONS, timeout=AWAY_SECONDS
    )


async def _work_until_told() -> None:
    """Let the first signal cancel the work, which lets jobs finish; further signals change nothing."""
    ending = asyncio.Event()
    work = asyncio.create_task(_work_again_and_again(ending))

    def end() -> None:
        if not ending.is_set():
            ending.set()
            work.cancel()

    for each in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(each, end)
    with suppress(asyncio.CancelledError):
        await work


async def _work_again_and_again(ending: asyncio.Event) -> None:
    """When the database goes away, procrastinate's worker ends, with an error or without: begin afresh."""
    while not ending.is_set():
        try:
            await _work()
        except (ConnectorException, psycopg.OperationalError) as error:
            logger.warning("The worker can't reach its queue: %s", error.__cause__ or error)
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), AGAIN_SECONDS)


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
    """Work for the process that started this one."""
    child_process.exit_with_parent()
    run()


if __name__ == "__main__":
    main()
