"""`matinee serve`: start all processes in order, restart those that end, and stop them at the end."""

import signal
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from itertools import count
from types import FrameType

from matinee.runtime.graceful_shutdown import announce_stop
from matinee.server.config.environment import Environment
from matinee.server.console import report
from matinee.server.errors import OperatorError
from matinee.server.processes import run_folder
from matinee.server.processes.ports import reserve
from matinee.server.processes.preparation import demo_account, prepare_django, refuse_old_database
from matinee.server.processes.supervised import SIGNALS, SupervisedPostgreSQL, SupervisedProcess

CHECK_SECONDS = 0.5
DATABASE_CHECKS = 6
"""The database is checked once per so many checks, because that starts a program."""

MAX_FAILURES = 5
"""A process counts as impossible to start after more consecutive failures than this."""


class StartFailed(OperatorError):
    """The site could not be started."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} cannot be started. See the messages above.")


class AllProcessesFailed(OperatorError):
    """No process of the site can be restarted."""

    def __init__(self) -> None:
        super().__init__("No process of the site can be restarted. See the messages above.")


def serve(settings: Environment) -> None:
    """Run the site until a signal stops it. Stops only the processes that it started.

    Raises: OperatorError.
    """
    for each in SIGNALS:
        signal.signal(each, _stop)
    postgresql = None if settings.database_url else SupervisedPostgreSQL(settings.data_dir)
    with suppress(KeyboardInterrupt), ExitStack() as started:
        started.enter_context(reserve(settings.host, settings.port, "PORT"))
        started.enter_context(reserve(settings.host, settings.live_port, "LIVE_PORT"))
        if postgresql:
            report(f"Starting PostgreSQL, data in {settings.data_dir}")
            started.callback(postgresql.stop_if_started_here)
        started.enter_context(run_folder.make_run_folder(settings))
        url = postgresql.start() if postgresql else settings.database_url
        prepare_django(settings, url)
        refuse_old_database(settings, url)
        report("Starting the web processes")
        web = SupervisedProcess("The web processes", "matinee.server.processes.web", "prepare")
        started.callback(web.stop)
        live = SupervisedProcess("The live process", "matinee.server.processes.live")
        started.callback(live.stop)
        _wait_until_ready(settings, [web, live])
        web.clear_arguments()
        # The worker starts last, so that it does not delay the site.
        worker = SupervisedProcess("The worker", "matinee.server.processes.worker")
        started.callback(worker.stop)
        report(f"Matinee is ready: {_address(settings)}")
        if account := demo_account(settings, url):
            report(f"Staff app: {_address(settings)}/staff/ ({account})")
        try:
            _watch([web, live, worker], postgresql)
        except KeyboardInterrupt:
            announce_stop()
            # A load balancer sees the shutdown at `/readyz` and sends visitors to other servers.
            time.sleep(settings.stop_delay_seconds)


def _watch(processes: Sequence[SupervisedProcess], postgresql: SupervisedPostgreSQL | None) -> None:
    """Restart processes that end, while at least one of them can be started.

    Raises: AllProcessesFailed.
    """
    for check in count(1):
        time.sleep(CHECK_SECONDS)
        for process in processes:
            process.ensure()
        if postgresql and check % DATABASE_CHECKS == 0:
            postgresql.ensure()
        if not any(process.is_running() for process in processes) and all(
            process.delay.failures > MAX_FAILURES for process in processes
        ):
            raise AllProcessesFailed


def _wait_until_ready(settings: Environment, processes: Sequence[SupervisedProcess]) -> None:
    """Wait until the site answers. There is no deadline, because a migration may take long.

    Raises: StartFailed, if a process exits with an error or ends repeatedly.
    """
    while not (_answers(settings, settings.port) and _answers(settings, settings.live_port)):
        for process in processes:
            if process.exited_with_error() or process.delay.failures > MAX_FAILURES:
                raise StartFailed(process.name)
            process.ensure()
        time.sleep(0.05)


def _answers(settings: Environment, port: int) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    connection = HTTPConnection(host, port, timeout=5)
    name = settings.allowed_hosts[0] if settings.allowed_hosts else "localhost"
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _address(settings: Environment) -> str:
    local_hosts = ("127.0.0.1", "::1", "0.0.0.0", "::")  # noqa: S104
    name = "localhost" if settings.host in local_hosts else settings.host
    return f"http://{name}:{settings.port}"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Begin the shutdown. Further signals are ignored."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    report("Stopping")
    raise KeyboardInterrupt
