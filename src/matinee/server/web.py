"""The web processes: granian with the site in it."""

import subprocess
from collections.abc import Mapping

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from matinee.server import environment, process

WORKERS, THREADS = 2, 16


def start(environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start the web processes; they end with the caller."""
    return process.start("matinee.server.web", environ)


def main() -> None:
    """Serve until told to stop."""
    settings = environment.read()
    process.end_with_starter()
    process.bound_statements()
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
        workers_kill_timeout=process.STOP_SECONDS,
        # Its warnings are advice on these very settings.
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
