"""`matinee serve`: everything that has to be up, in order, and down again at the end."""

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
from matinee.server.processes.preparation import prepare_django
from matinee.server.processes.supervised import SIGNALS, SupervisedPostgreSQL, SupervisedProcess

CHECK_SECONDS = 0.5
DATABASE_CHECKS = 6
"""The database is looked at every so many checks, since that starts a program."""

HOPELESS = 5
"""How often a part may fail in a row before it counts as one that can't be started."""


class StartFailed(OperatorError):
    """The site never came up."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} can't be started; what was said stands above.")


class AllProcessesFailed(OperatorError):
    """No process of the site can be started any more."""

    def __init__(self) -> None:
        super().__init__("No process of the site can be started any more; what was said stands above.")


def serve(settings: Environment) -> None:
    """Run the site until a signal ends it; ends whatever it started, and nothing else.

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
            started.callback(postgresql.stop_if_ours)
        started.enter_context(run_folder.make_run_folder(settings))
        prepare_django(settings, postgresql.start() if postgresql else settings.database_url)
        report("Starting the web processes")
        site = SupervisedProcess("The web processes", "matinee.server.processes.web", "prepare")
        started.callback(site.stop)
        maps = SupervisedProcess("The live process", "matinee.server.processes.live")
        started.callback(maps.stop)
        _wait_until_ready(settings, [site, maps])
        site.settle()
        # Only now, so that nobody waits for the site because the worker starts.
        jobs = SupervisedProcess("The worker", "matinee.server.processes.worker")
        started.callback(jobs.stop)
        report(f"Matinee is ready: {_address(settings)}")
        try:
            _watch([site, maps, jobs], postgresql)
        except KeyboardInterrupt:
            announce_stop()
            # Whoever sends visitors here sees it at `/readyz`, and sends them elsewhere.
            time.sleep(settings.stop_delay_seconds)


def _watch(parts: Sequence[SupervisedProcess], postgresql: SupervisedPostgreSQL | None) -> None:
    """Start again whatever ends, for as long as anything can be started.

    Raises: AllProcessesFailed.
    """
    for check in count(1):
        time.sleep(CHECK_SECONDS)
        for part in parts:
            part.ensure()
        if postgresql and check % DATABASE_CHECKS == 0:
            postgresql.ensure()
        if not any(part.is_running() for part in parts) and all(
            part.delay.failures > HOPELESS for part in parts
        ):
            raise AllProcessesFailed


def _wait_until_ready(settings: Environment, parts: Sequence[SupervisedProcess]) -> None:
    """Without a deadline: a migration takes as long as it takes.

    Raises: StartFailed, when a part ends with a message of its own or keeps dying.
    """
    while not (_answers(settings, settings.port) and _answers(settings, settings.live_port)):
        for part in parts:
            if part.gave_up() or part.delay.failures > HOPELESS:
                raise StartFailed(part.name)
            part.ensure()
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
    everywhere = ("127.0.0.1", "::1", "0.0.0.0", "::")  # noqa: S104
    name = "localhost" if settings.host in everywhere else settings.host
    return f"http://{name}:{settings.port}"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Begin the end; further signals change nothing."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    report("Stopping")
    raise KeyboardInterrupt
