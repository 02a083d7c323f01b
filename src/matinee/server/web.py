"""The web processes: granian with the site in it, ended with the process that started them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from matinee.server import environment

WORKERS, THREADS = 2, 8
STOP_SECONDS = 5
BOUNDS = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
"""No request may keep the database busy or a row locked for longer."""


def start(environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start the web processes. They end when the caller does, since its end of their stdin closes then."""
    bounded = {**environ, "PGOPTIONS": f"{BOUNDS} {environ.get('PGOPTIONS', '')}"}
    command = [sys.executable, "-m", "matinee.server.web"]
    # A session of its own: Ctrl-C is for the caller, who ends these in order.
    return subprocess.Popen(command, env=bounded, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def stop(web: "subprocess.Popen[bytes]") -> None:
    """End the web processes: let running requests finish, for some seconds."""
    web.terminate()
    try:
        web.wait(STOP_SECONDS + 3)
    except subprocess.TimeoutExpired:
        web.kill()
        web.wait()
    if web.stdin:
        web.stdin.close()


def main() -> None:
    """Serve until told to stop."""
    settings = environment.read()
    threading.Thread(target=_end_with_starter, daemon=True).start()
    Server(
        "matinee.server.wsgi:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=WORKERS,
        blocking_threads=THREADS,
        # A thread that ends takes its database connection with it.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        # Its warnings are advice on these very settings.
        log_level=LogLevels.error,
    ).serve()


def _end_with_starter() -> None:
    # Not through sys.stdin: workers are forked, and would wait for its lock.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
