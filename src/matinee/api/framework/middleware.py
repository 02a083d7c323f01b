"""Problem documents for errors that are raised outside the API's views."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from matinee.api.framework.errors import Forbidden, ServerFault, TooLarge
from matinee.api.framework.problem_responses import problem_response
from matinee.core.problems import PROBLEM_JSON, Invalid, MethodNotAllowed, NotFound, Problem

BODY_HEADERS = {"Content-Type", "Content-Length"}
API_PATHS = re.compile(r"/(api(/|$)|healthz$|readyz$)")
BY_STATUS: dict[int, Problem] = {
    problem.status: problem for problem in (Forbidden(), NotFound(), MethodNotAllowed(), TooLarge())
}


class ProblemsEverywhere:
    """Middleware: makes every error response of the API a problem document. The outermost one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace an error response that is not a problem document."""
        response = self.get_response(request)
        if response.status_code < 400 or not API_PATHS.match(request.path_info):
            return response
        if response.headers.get("Content-Type") == PROBLEM_JSON:
            return response
        return _as_problem(response)


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    unreadable = Invalid(errors={"request": [_("This request cannot be read.")]})
    fallback = ServerFault() if response.status_code >= 500 else unreadable
    replacement = problem_response(BY_STATUS.get(response.status_code, fallback))
    for name, value in response.headers.items():
        if name not in BODY_HEADERS:
            replacement.headers.setdefault(name, value)
    replacement["Content-Length"] = str(len(replacement.content))
    return replacement
