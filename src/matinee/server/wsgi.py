"""What the web workers load."""

import multiprocessing
import os
import threading

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from matinee.server.web import THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.settings")


def _end_with_parent() -> None:
    """A worker whose parent was killed would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bounded_application() -> WSGIHandler:
    site = get_wsgi_application()
    # It needs Django's models, which are there only now.
    from matinee.booking.wall import bound_threads

    bound_threads(THREADS)
    return site


threading.Thread(target=_end_with_parent, daemon=True).start()

application = _bounded_application()
