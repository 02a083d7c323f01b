"""What the web workers load."""

import multiprocessing
import os
import threading
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

from matinee.server.processes.web import AT_WORK, DATABASE_CONNECTIONS, THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.config.settings")


def _end_with_parent() -> None:
    """A worker whose parent was killed would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bounded_application() -> WSGIApplication:
    site = get_wsgi_application()
    # They need Django's models, which are there only now.
    from matinee.runtime.bulkhead import bound_threads
    from matinee.runtime.connection_pool import share_connections
    from matinee.runtime.run_slots import share_turns
    from matinee.server.fast_lock_seat import Express

    bound_threads(threads=THREADS, connections=DATABASE_CONNECTIONS)
    share_connections(few=AT_WORK, most=DATABASE_CONNECTIONS)
    share_turns(AT_WORK)
    return Express(site)


threading.Thread(target=_end_with_parent, daemon=True).start()

application = _bounded_application()
