"""Child processes of the site: they stop when their parent stops them, or when it ends for any reason."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

STOP_SECONDS = 5
"""Time to finish running requests and jobs at shutdown."""

HEAD_SECONDS = 20
"""Timeout for the headers of a request, and for idle connections."""

GRACE_SECONDS = STOP_SECONDS + 3
STATEMENT_TIMEOUTS = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
"""Limits for a statement, and for a transaction that waits for its client."""


def start(module: str, environ: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    """Start a module that calls `exit_with_parent`. Its stdin closes when this process ends."""
    # A separate session: Ctrl-C reaches only the parent, which stops its children in order.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module, *arguments], env=environ, stdin=subprocess.PIPE, start_new_session=True
    )


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Send SIGTERM, wait for some seconds, then send SIGKILL."""
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


def exit_with_parent() -> None:
    """Watch the parent in a thread. When it ends, send SIGTERM to this process, later SIGKILL."""
    # A child inherits the blocked signals of its parent.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def set_statement_timeouts(*, lock_wait_ms: int = 0) -> None:
    """Set timeouts for all database connections of this process and its children.

    `lock_wait_ms` limits waits for locks (0 means unlimited). It must be set on the connection, because table
    locks are acquired before a statement can set its own limit.
    """
    waits = f"-c lock_timeout={lock_wait_ms}ms" if lock_wait_ms else ""
    os.environ["PGOPTIONS"] = f"{STATEMENT_TIMEOUTS} {waits} {os.environ.get('PGOPTIONS', '')}"


def raise_file_limit() -> None:
    """Raise the soft limit of open files to the hard limit. Each connection needs a file descriptor."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _wait_for_parent() -> None:
    # Not through sys.stdin: forked children would wait for its lock.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
