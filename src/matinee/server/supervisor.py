"""`matinee serve`: everything that has to be up, in order, and down again at the end."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from types import FrameType

from matinee.core.stopping import say_stopping
from matinee.server import process, run_folder
from matinee.server.environment import Environment
from matinee.server.errors import CannotRun
from matinee.server.port import claim
from matinee.server.postgres import private
from matinee.server.preparation import prepare_django
from matinee.server.saying import say

SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
CHECK_SECONDS = 3


class WebStopped(CannotRun):
    """The web processes ended by themselves."""

    def __init__(self) -> None:
        super().__init__("The web processes ended unexpectedly; what they said stands above.")


class OurPostgreSQL:
    """The private server while the site runs: brought back if it ends, stopped with us if we started it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._is_ours = False

    def ensure(self) -> str:
        """Have it run; give its URI."""
        with _signals_held():
            running = private.ensure_running(self._data)
            self._is_ours |= running.started_here
        return running.cluster.url

    def stop_if_ours(self) -> None:
        """Leave a server that was there before us alone."""
        if self._is_ours:
            private.stop(self._data)


class Replaced:
    """A part that is brought back if it ends, since neither a bad job nor a lost map may end the sale."""

    def __init__(self, name: str, module: str) -> None:
        self._name, self._module = name, module
        self._running = process.start(module, os.environ)

    def ensure(self) -> None:
        """Have it run."""
        if self._running.poll() is not None:
            say(f"{self._name} ended unexpectedly; what it said stands above. Starting it again")
            process.stop(self._running)
            with _signals_held():
                self._running = process.start(self._module, os.environ)

    def stop(self) -> None:
        """Let what is under way finish, for some seconds."""
        process.stop(self._running)


def serve(settings: Environment) -> None:
    """Run the site until a signal ends it; ends whatever it started, and nothing else.

    Raises: CannotRun.
    """
    for each in SIGNALS:
        signal.signal(each, _stop)
    postgresql = None if settings.database_url else OurPostgreSQL(settings.data_dir)
    with suppress(KeyboardInterrupt), ExitStack() as started:
        started.enter_context(claim(settings.host, settings.port, "PORT"))
        started.enter_context(claim(settings.host, settings.live_port, "LIVE_PORT"))
        if postgresql:
            say(f"Starting PostgreSQL, data in {settings.data_dir}")
            started.callback(postgresql.stop_if_ours)
        run_folder.prepare(settings)
        prepare_django(settings, postgresql.ensure() if postgresql else settings.database_url)
        say("Starting the web processes")
        site = process.start("matinee.server.web", os.environ, "prepare")
        started.callback(process.stop, site)
        maps = Replaced("The live process", "matinee.server.live")
        started.callback(maps.stop)
        _wait_until_ready(settings, site)
        # Only now, so that nobody waits for the site because the worker starts.
        jobs = Replaced("The worker", "matinee.server.worker")
        started.callback(jobs.stop)
        say(f"Matinee is ready: {_address(settings)}")
        try:
            _watch(site, [maps, jobs], postgresql)
        except KeyboardInterrupt:
            say_stopping()
            # Whoever sends visitors here sees it at `/readyz`, and sends them elsewhere.
            time.sleep(settings.stop_delay_seconds)


def _watch(site: "Popen[bytes]", parts: Sequence[Replaced], postgresql: OurPostgreSQL | None) -> None:
    """Keep the other parts and the private database running for as long as the web processes do.

    Raises: WebStopped.
    """
    while True:
        with suppress(TimeoutExpired):
            site.wait(CHECK_SECONDS)
            raise WebStopped
        if postgresql:
            postgresql.ensure()
        for part in parts:
            part.ensure()


def _wait_until_ready(settings: Environment, site: "Popen[bytes]") -> None:
    """Without a deadline: a migration takes as long as it takes."""
    while not (_answers(settings, settings.port) and _answers(settings, settings.live_port)):
        if site.poll() is not None:
            raise WebStopped
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


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let signals wait, so that what starts here is either not started or known to be ours to stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Begin the end; further signals change nothing."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    say("Stopping")
    raise KeyboardInterrupt
