"""Few threads at a time read bodies that arrive slowly: slow clients cannot occupy all threads."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext

from matinee.api.framework.errors import TooLarge
from matinee.api.framework.problem_responses import problem_response
from matinee.core.http_methods import METHODS_WITHOUT_BODY
from matinee.core.problems import Busy, Invalid
from matinee.runtime.bulkhead import body_permit
from matinee.runtime.run_slots import without_run_slot

MULTIPART = "multipart/form-data"
STAFF_ADDRESSES = "/api/staff/"


class ReadBodies:
    """Middleware: reads the whole body before the rest of the site gets the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the parts of the site that read bodies."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Read the body and pass the request on, or reject a body that is too large or incomplete."""
        if request.method in METHODS_WITHOUT_BODY or is_upload(request):
            return self.get_response(request)
        try:
            with permit_to_read(request):
                _ = request.body
        except Busy as busy:
            return problem_response(busy)
        except RequestDataTooBig:
            return problem_response(TooLarge())
        except (UnreadablePostError, ValueError):
            # Django raises ValueError where Content-Length is not a number.
            return problem_response(Invalid(errors={"body": [gettext("This could not be read.")]}))
        return self.get_response(request)


def has_arrived(environ: Mapping[str, Any]) -> bool:
    """Whether the web server received the whole body before it called the site."""
    return isinstance(environ.get("wsgi.input"), BytesIO)


def is_upload(request: HttpRequest) -> bool:
    """Whether the body is a form with files for staff. Its view reads it, after it knows who sends it."""
    kind = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))[0]
    return kind == MULTIPART and request.path_info.startswith(STAFF_ADDRESSES)


@contextmanager
def permit_to_read(request: HttpRequest) -> Iterator[None]:
    """Hold one of the few permits to read a body that has not arrived. Raises: Busy."""
    if has_arrived(request.META):
        yield
    else:
        with without_run_slot(), body_permit():
            yield
