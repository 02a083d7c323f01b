"""Removes one fast path from the web workers of a bench: Python imports this file where PYTHONPATH names it.

The site has no switch for it. WITHOUT names the path; it is removed before a worker loads its application.
"""

import importlib.util
import os
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from typing import Any

APPLICATION = "matinee.server.processes.wsgi"


def fast_lock_seat() -> None:
    """Send every hold through Django's middleware and DRF."""
    from matinee.runtime.run_slots import run_slot
    from matinee.server import fast_lock_seat

    class Site:
        def __init__(self, site: Any) -> None:
            self.site = site

        def __call__(self, environ: Any, start_response: Any) -> Any:
            with run_slot():
                return self.site(environ, start_response)

    fast_lock_seat.FastLockSeat = Site  # type: ignore[assignment,misc]


def fast_lock_seat_for_plain_view() -> None:
    """Send every hold through Django's middleware and a plain view, without DRF."""
    fast_lock_seat()
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    from matinee.api import urls
    from matinee.api.framework.parsing import PlainRequest
    from matinee.api.framework.problem_responses import handle_exception
    from matinee.api.public.holds.views import lock_seats

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return lock_seats(PlainRequest(request.META, request.body))
        except Exception as error:
            response = handle_exception(error, {})
            if response is None:
                raise
            return response

    urls.urlpatterns.insert(0, path("api/lock-seat/", view))


def fast_hold() -> None:
    """Make every hold in the transaction."""
    from matinee.booking import fast_hold

    fast_hold.attempt = lambda _request: None  # type: ignore[assignment]


def add_seats() -> None:
    """Add seats to a hold in the transaction."""
    from matinee.booking import fast_hold

    attempt = fast_hold.attempt
    fast_hold.attempt = lambda request: None if request.token else attempt(request)


def prepared_statements() -> None:
    """Run the frequent statements with Django's cursor."""
    from django.db import connection

    from matinee.booking import availability, hold_keys
    from matinee.booking.fast_hold import snapshot, statements
    from matinee.shows import listing, search

    def fetch_all(sql: str, values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    for module in (availability, hold_keys, snapshot, statements, listing, search):
        module.fetch_all = fetch_all  # type: ignore[attr-defined]


def connection_pool() -> None:
    """Keep a database connection in each thread."""
    from matinee.runtime import connection_pool

    connection_pool.start_pool = lambda *_, **__: None


def run_slots() -> None:
    """Run as many requests at once as there are threads."""
    from matinee.runtime import run_slots

    run_slots.limit_run_slots = lambda _count: None  # type: ignore[assignment]


def fast_valid() -> None:
    """Validate the body of each hold with DRF's serializer."""
    from matinee.api.public.holds.shapes import LockSeatRequest

    LockSeatRequest.fast_valid = classmethod(lambda cls, data: None)  # type: ignore[assignment,method-assign]  # noqa: ARG005


REMOVALS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        fast_lock_seat,
        fast_lock_seat_for_plain_view,
        fast_hold,
        add_seats,
        prepared_statements,
        connection_pool,
        run_slots,
        fast_valid,
    )
}


class _Finder:
    def find_spec(self, name: str, *_: Any) -> ModuleSpec | None:
        if name != APPLICATION:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.loader
        run = spec.loader.exec_module

        def remove_and_run(module: Any) -> None:
            REMOVALS[os.environ["WITHOUT"]]()
            run(module)

        spec.loader.exec_module = remove_and_run  # type: ignore[method-assign]
        return spec


if "WITHOUT" in os.environ:
    sys.meta_path.insert(0, _Finder())
