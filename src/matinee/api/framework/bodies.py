"""Few threads at a time read bodies that arrive slowly: slow clients cannot occupy all threads."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

from matinee.api.framework.errors import TooLarge
from matinee.api.framework.problem_responses import problem_response
from matinee.core.http_methods import METHODS_WITHOUT_BODY
from matinee.core.problems import Busy, Invalid
from matinee.runtime.bulkhead import body_permit
from matinee.runtime.run_slots import without_run_slot


class ReadBodies:
    """Middleware: reads the whole body before the rest of the site gets the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the parts of the site that read bodies."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Read the body and pass the request on, or reject a body that is too large or incomplete."""
        if request.method in METHODS_WITHOUT_BODY:
            return self.get_response(request)
        try:
            with _permit_to_read(request):
                _ = request.body
        except Busy as busy:
            return problem_response(busy)
        except RequestDataTooBig:
            return problem_response(TooLarge())
        except (UnreadablePostError, ValueError):
            # Django raises ValueError where Content-Length is not a number.
            return problem_response(Invalid(errors={"body": ["This could not be read."]}))
        return self.get_response(request)


def has_arrived(environ: Mapping[str, Any]) -> bool:
    """Whether the web server received the whole body before it called the site."""
    return isinstance(environ.get("wsgi.input"), BytesIO)


@contextmanager
def _permit_to_read(request: HttpRequest) -> Iterator[None]:
    if has_arrived(request.META):
        yield
    else:
        with without_run_slot(), body_permit():
            yield
