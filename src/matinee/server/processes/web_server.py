"""Granian with two changes: headers keep their original names, and dead workers are always replaced.

This uses undocumented interfaces of granian, so pyproject.toml pins its minor version.
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
from matinee.server.processes.wsgi_gateway import CallbackLoop, Gateway

RSGI_WORKER: Any = RSGIWorker
"""Any, because the type stub describes an older granian."""

CHECK_SECONDS = 0.5
MAX_FAILURES = 5
"""If every worker failed more often in a row than this, the whole process exits and is restarted."""


class Scheduler(CallbackScheduler):
    """Handles each request in the thread that granian calls, as its WSGI interface does."""

    def __new__(cls, loop: CallbackLoop, _application: WSGIApplication) -> "Scheduler":
        """Pass no event-loop objects, which granian's constructor expects."""
        return super().__new__(cls, loop, None, None, None, None)  # type: ignore[call-arg]

    def __init__(self, _loop: CallbackLoop, application: WSGIApplication) -> None:
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
    """Granian's WSGI worker, on top of its RSGI worker, which keeps the original header names."""
    stopping = set_sync_signals()  # type: ignore[no-untyped-call]
    stop_requested = threading.Event()
    stopping.add_cb(stop_requested.set)
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
    loop = CallbackLoop()
    serve(Scheduler(loop, application), loop, stopping)
    stop_requested.wait()


class WebServer(MPServer):
    """Replaces each dead worker, with exponential backoff.

    Granian's own loop stops all workers when one dies twice within 5.5 seconds, and can miss a death that
    happens while another worker is replaced.
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
                report(f"Web worker {index + 1} ended unexpectedly. Restarting it {_when(delay)}")
            if len(due) == self.workers and all(each.failures > MAX_FAILURES for each in delays.values()):
                self.shutdown(1)  # type: ignore[no-untyped-call]
            for index in [index for index in sorted(due) if delays[index].is_due()]:
                due.remove(index)
                delays[index].started()
                self._respawn_workers([index], spawn_target, target_loader)

    def _dead(self) -> set[int]:
        return {worker.idx for worker in self.wrks if not worker.is_alive()}  # type: ignore[no-untyped-call]


def _when(delay: float) -> str:
    return f"in {delay:.0f} s" if delay else "now"
