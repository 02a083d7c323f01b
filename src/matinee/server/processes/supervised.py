"""Supervised processes: each is restarted whenever it ends, for any reason, with exponential backoff."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIG_BLOCK, SIG_UNBLOCK, SIGHUP, SIGINT, SIGTERM, pthread_sigmask
from subprocess import Popen

from matinee.server.console import report
from matinee.server.errors import OperatorError
from matinee.server.postgres import embedded
from matinee.server.processes import child_process
from matinee.server.processes.backoff import Backoff

SIGNALS = {SIGINT, SIGTERM, SIGHUP}


class SupervisedProcess:
    """A child process of the supervisor."""

    def __init__(self, name: str, module: str, *first_arguments: str) -> None:
        """Start the process. It gets `first_arguments` at each start until `clear_arguments` is called."""
        self.name = name
        self.delay = Backoff()
        self._module, self._arguments = module, first_arguments
        self._running: Popen[bytes] | None = None
        self._start()

    def ensure(self) -> None:
        """Restart the process if it ended and its delay is over."""
        if self._running and self._running.poll() is not None:
            child_process.stop(self._running)
            self._running = None
            self._record_failure("ended unexpectedly; see its messages above")
        if not self._running and self.delay.is_due():
            self._start()

    def is_running(self) -> bool:
        """Whether the process is running."""
        return self._running is not None and self._running.poll() is None

    def exited_with_error(self) -> bool:
        """Whether the process exited with an error status, rather than by a signal."""
        return self._running is not None and (self._running.poll() or 0) > 0

    def clear_arguments(self) -> None:
        """Omit the first arguments at later starts."""
        self._arguments = ()

    def stop(self) -> None:
        """Stop the process. It has some seconds to finish its work."""
        if self._running:
            child_process.stop(self._running)

    def _start(self) -> None:
        self.delay.started()
        try:
            with signals_blocked():
                self._running = child_process.start(self._module, os.environ, *self._arguments)
        except OSError as error:
            self._record_failure(f"cannot be started: {error.strerror or error}")

    def _record_failure(self, what: str) -> None:
        delay = self.delay.failed()
        report(f"{self.name} {what}. Restarting {f'in {delay:.0f} s' if delay else 'now'}")


class SupervisedPostgreSQL:
    """The embedded server: restarted if it ends; stopped with the site only if the supervisor started it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._started_here = False
        self._delay = Backoff()

    def start(self) -> str:
        """Start the server if needed. Returns its URI. Raises: OperatorError."""
        with signals_blocked():
            running = embedded.ensure_running(self._data)
            self._started_here |= running.started_here
        return running.cluster.url

    def ensure(self) -> None:
        """Restart the server if it ended. If that fails, retry after a delay."""
        if not self._delay.is_due():
            return
        self._delay.started()
        try:
            self.start()
        except (OperatorError, OSError) as error:
            report(f"PostgreSQL cannot be started. Retrying in {self._delay.failed():.0f} s: {error}")
        else:
            self._delay = Backoff()

    def stop_if_started_here(self) -> None:
        """Stop the server, unless it was already running before."""
        if self._started_here:
            embedded.stop(self._data)


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block signals, so that a process cannot be started without being registered for the shutdown."""
    pthread_sigmask(SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        pthread_sigmask(SIG_UNBLOCK, SIGNALS)
