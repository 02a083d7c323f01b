"""What the web workers load."""

import multiprocessing
import os
import threading
from wsgiref.types import WSGIApplication

from django.core.wsgi import get_wsgi_application

from matinee.server.web import THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.settings")


def _end_with_parent() -> None:
    """A worker whose parent was killed would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _bounded_application() -> WSGIApplication:
    site = get_wsgi_application()
    # They need Django's models, which are there only now.
    from matinee.booking.wall import bound_threads
    from matinee.server.express import Express

    bound_threads(THREADS)
    return Express(site)


threading.Thread(target=_end_with_parent, daemon=True).start()

application = _bounded_application()
