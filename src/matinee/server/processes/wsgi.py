"""The WSGI application that the web workers load."""

import multiprocessing
import os
import threading
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

from matinee.core.jobs import JOBS
from matinee.server.processes.web import DATABASE_CONNECTIONS, QUEUE_CONNECTIONS, RUN_SLOTS, THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.config.settings")


def _exit_with_parent() -> None:
    """Exit when the parent process is gone. Otherwise a worker would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _application_with_limits() -> WSGIApplication:
    site = get_wsgi_application()
    # Imported here because they need Django's models.
    from matinee.runtime.bulkhead import limit_threads
    from matinee.runtime.connection_pool import start_pool
    from matinee.runtime.run_slots import limit_run_slots
    from matinee.server.fast_lock_seat import FastLockSeat

    limit_threads(threads=THREADS, connections=DATABASE_CONNECTIONS)
    start_pool(size=RUN_SLOTS, max_size=DATABASE_CONNECTIONS)
    start_pool(JOBS, size=1, max_size=QUEUE_CONNECTIONS)
    limit_run_slots(RUN_SLOTS)
    return FastLockSeat(site)


threading.Thread(target=_exit_with_parent, daemon=True).start()

application = _application_with_limits()
