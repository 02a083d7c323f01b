"""The parts of a running site: each is started again when it ends, whatever ended it and however often."""

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
    """A process of the site."""

    def __init__(self, name: str, module: str, *first_words: str) -> None:
        """Start it; `first_words` are told to it until it is told to `settle`."""
        self.name = name
        self.delay = Backoff()
        self._module, self._words = module, first_words
        self._running: Popen[bytes] | None = None
        self._start()

    def ensure(self) -> None:
        """Start it again if it ended and its delay is over."""
        if self._running and self._running.poll() is not None:
            child_process.stop(self._running)
            self._running = None
            self._note("ended unexpectedly; what it said stands above")
        if not self._running and self.delay.is_due():
            self._start()

    def is_running(self) -> bool:
        """Tell whether its process lives."""
        return self._running is not None and self._running.poll() is None

    def gave_up(self) -> bool:
        """Tell whether it ended by itself, with a message, rather than by a signal."""
        return self._running is not None and (self._running.poll() or 0) > 0

    def settle(self) -> None:
        """Leave the first words out of later starts."""
        self._words = ()

    def stop(self) -> None:
        """Let what is under way finish, for some seconds."""
        if self._running:
            child_process.stop(self._running)

    def _start(self) -> None:
        self.delay.started()
        try:
            with signals_blocked():
                self._running = child_process.start(self._module, os.environ, *self._words)
        except OSError as error:
            self._note(f"can't be started: {error.strerror or error}")

    def _note(self, what: str) -> None:
        delay = self.delay.failed()
        report(f"{self.name} {what}. Starting again {f'in {delay:.0f} s' if delay else 'now'}")


class SupervisedPostgreSQL:
    """The private server while the site runs: brought back if it ends, stopped with us if we started it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._is_ours = False
        self._delay = Backoff()

    def start(self) -> str:
        """Have it run; give its URI. Raises: OperatorError."""
        with signals_blocked():
            running = embedded.ensure_running(self._data)
            self._is_ours |= running.started_here
        return running.cluster.url

    def ensure(self) -> None:
        """Start it again if it ended; if that fails, try again later."""
        if not self._delay.is_due():
            return
        self._delay.started()
        try:
            self.start()
        except (OperatorError, OSError) as error:
            report(f"PostgreSQL can't be started. Trying again in {self._delay.failed():.0f} s: {error}")
        else:
            self._delay = Backoff()

    def stop_if_ours(self) -> None:
        """Leave a server that was there before us alone."""
        if self._is_ours:
            embedded.stop(self._data)


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Let signals wait, so that what starts here is either not started or known to be ours to stop."""
    pthread_sigmask(SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        pthread_sigmask(SIG_UNBLOCK, SIGNALS)
