"""A part of the site in a process of its own: ended by whoever started it, and with him."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

STOP_SECONDS = 5
"""How long what is under way may take to finish."""

HEAD_SECONDS = 20
"""For the head of a request to arrive; an idle connection is closed after it too."""

GRACE_SECONDS = STOP_SECONDS + 3
BOUNDS = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
"""Nobody may keep the database busy or a row locked for longer."""


def start(module: str, environ: Mapping[str, str], *words: str) -> "subprocess.Popen[bytes]":
    """Run a module that calls `exit_with_parent`: its stdin closes when the caller ends, however that is."""
    # A session of its own: Ctrl-C is for the caller, who ends its processes in order.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module, *words], env=environ, stdin=subprocess.PIPE, start_new_session=True
    )


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Let what is under way finish, for some seconds; then end it."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


def exit_with_parent() -> None:
    """End this process gently when the starter has ended; then by force."""
    # A starter that holds back its own signals passes that on.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    threading.Thread(target=_wait_and_end, daemon=True).start()


def set_statement_timeouts(*, lock_wait_ms: int = 0) -> None:
    """Apply the bounds to every database connection that this process and its children will open.

    A table's lock is taken before a statement can bound its own waits; 0 is no bound for it.
    """
    waits = f"-c lock_timeout={lock_wait_ms}ms" if lock_wait_ms else ""
    os.environ["PGOPTIONS"] = f"{BOUNDS} {waits} {os.environ.get('PGOPTIONS', '')}"


def raise_file_limit() -> None:
    """A connection is a file, and the usual bound is a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _wait_and_end() -> None:
    # Not through sys.stdin: forked children would wait for its lock.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
