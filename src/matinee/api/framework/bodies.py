"""A long body is read in few threads, since a client may send it as slowly as it likes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase

from matinee.api.framework.errors import problem
from matinee.api.framework.refusals import Invalid, TooLarge
from matinee.core.http_methods import METHODS_WITHOUT_BODY
from matinee.core.problems import Busy
from matinee.runtime.bulkhead import body_permit
from matinee.runtime.run_slots import without_run_slot


class ReadBodies:
    """Have the whole body before the rest of the site sees the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand in front of whatever reads bodies."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Read the body, and pass the request on; refuse one that is too large or doesn't come."""
        if request.method in METHODS_WITHOUT_BODY:
            return self.get_response(request)
        try:
            with _place_to_read(request):
                _ = request.body
        except Busy as refusal:
            return problem(refusal)
        except RequestDataTooBig:
            return problem(TooLarge())
        except (UnreadablePostError, ValueError):
            # Django takes the claimed length for a number.
            return problem(Invalid(errors={"body": ["This could not be read."]}))
        return self.get_response(request)


def has_arrived(environ: Mapping[str, Any]) -> bool:
    """Tell whether the web server received the whole body before it called the site."""
    return isinstance(environ.get("wsgi.input"), BytesIO)


@contextmanager
def _place_to_read(request: HttpRequest) -> Iterator[None]:
    if has_arrived(request.META):
        yield
    else:
        with without_run_slot(), body_permit():
            yield
