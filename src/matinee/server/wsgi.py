"""What the web workers load."""

import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matinee.server.settings")


def _end_with_parent() -> None:
    """A worker whose parent was killed would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


threading.Thread(target=_end_with_parent, daemon=True).start()

application = get_wsgi_application()
