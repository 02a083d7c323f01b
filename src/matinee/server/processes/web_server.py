"""Granian with this site's needs: headers by their own names, and workers that are always replaced.

It uses parts of granian that are not documented, so pyproject.toml pins granian's minor version.
"""

import threading
from typing import Any
from wsgiref.types import WSGIApplication

from granian._granian import CallbackScheduler, RSGIWorker
from granian._signals import set_sync_signals
from granian.server.common import WORKERS_METHODS
from granian.server.mp import MPServer, WorkerProcess

from matinee.server.console import report
from matinee.server.processes.backoff import Backoff
from matinee.server.processes.wsgi_gateway import Gateway, Loop

RSGI_WORKER: Any = RSGIWorker
"""Its type stub is that of an older granian."""

CHECK_SECONDS = 0.5
HOPELESS = 5
"""If every worker died so often in a row, another start of the whole is better."""


class Scheduler(CallbackScheduler):
    """Answers each request in the thread that granian calls from, as its WSGI interface does."""

    def __new__(cls, loop: Loop, _application: WSGIApplication) -> "Scheduler":
        """Granian's own constructor wants what event loops need."""
        return super().__new__(cls, loop, None, None, None, None)  # type: ignore[call-arg]

    def __init__(self, _loop: Loop, application: WSGIApplication) -> None:
        super().__init__()

        self._schedule_fn = Gateway(application)


@WorkerProcess.wrap_target  # type: ignore[untyped-decorator]
def run_worker(
    worker_id: int,
    application: WSGIApplication,
    sock: Any,
    ipc: Any,
    _loop: Any,
    runtime_mode: Any,
    runtime_threads: int,
    runtime_blocking_threads: int | None,
    blocking_threads: int,
    blocking_threads_idle_timeout: int,
    backpressure: int,
    _task_impl: Any,
    http_mode: Any,
    http1_settings: Any,
    http2_settings: Any,
    websockets: bool,
    static_path: Any,
    _log_access_fmt: str | None,
    ssl_ctx: Any,
    _scope_opts: dict[str, Any],
    metrics: Any,
) -> None:
    """What granian's WSGI worker does, with its RSGI worker, which gives the headers' own names."""
    stopping = set_sync_signals()  # type: ignore[no-untyped-call]
    told_to_stop = threading.Event()
    stopping.add_cb(told_to_stop.set)
    worker = RSGI_WORKER(
        worker_id,
        sock,
        ipc,
        runtime_threads,
        runtime_blocking_threads,
        blocking_threads,
        blocking_threads_idle_timeout,
        backpressure,
        http_mode,
        http1_settings,
        http2_settings,
        websockets,
        static_path,
        *ssl_ctx,
        metrics,
    )
    serve = getattr(worker, WORKERS_METHODS[runtime_mode][(sock[0] or sock[1]).is_uds()])
    loop = Loop()
    serve(Scheduler(loop, application), loop, stopping)
    told_to_stop.wait()


class WebServer(MPServer):
    """Replaces each worker that dies, after a delay that grows while it keeps dying.

    Granian's own loop ends all workers when one dies twice within 5.5 seconds, and can miss one that dies
    while another is replaced.
    """

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        delays = {worker.idx: Backoff() for worker in self.wrks}
        due: set[int] = set()
        while True:
            self.main_loop_interrupt.wait(CHECK_SECONDS)
            self.main_loop_interrupt.clear()
            if self.interrupt_signal:
                break
            self.interrupt_children.clear()
            for index in self._dead() - due:
                due.add(index)
                delay = delays[index].failed()
                report(f"Web worker {index + 1} ended unexpectedly. Starting it again {_when(delay)}")
            if len(due) == self.workers and all(each.failures > HOPELESS for each in delays.values()):
                self.shutdown(1)  # type: ignore[no-untyped-call]
            for index in [index for index in sorted(due) if delays[index].is_due()]:
                due.remove(index)
                delays[index].started()
                self._respawn_workers([index], spawn_target, target_loader)

    def _dead(self) -> set[int]:
        return {worker.idx for worker in self.wrks if not worker.is_alive()}  # type: ignore[no-untyped-call]


def _when(delay: float) -> str:
    return f"in {delay:.0f} s" if delay else "now"
