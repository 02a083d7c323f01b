"""Refusals that never reach a view: bad hosts, bad addresses, faults of our own."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from matinee.api.framework import refusals
from matinee.api.framework.errors import PROBLEM_JSON, problem
from matinee.core.problems import Problem

OF_THE_BODY = {"Content-Type", "Content-Length"}
OURS = re.compile(r"/(api(/|$)|healthz$|readyz$)")
REFUSALS: dict[int, Problem] = {
    400: refusals.Invalid(errors={"request": ["This is not a request that we can read."]}),
    403: refusals.Forbidden(),
    404: refusals.NotFound(),
    405: refusals.MethodNotAllowed(),
    413: refusals.TooLarge(),
}


class ProblemsEverywhere:
    """Make every error below /api/ a problem document, whoever answered it. The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand around the rest of the site."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, in our own words where it is an error in others'."""
        response = self.get_response(request)
        if response.status_code < 400 or not OURS.match(request.path_info):
            return response
        if response.headers.get("Content-Type") == PROBLEM_JSON:
            return response
        return _as_problem(response)


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    fallback = refusals.ServerFault() if response.status_code >= 500 else REFUSALS[400]
    answer = problem(REFUSALS.get(response.status_code, fallback))
    for name, value in response.headers.items():
        if name not in OF_THE_BODY:
            answer.headers.setdefault(name, value)
    answer["Content-Length"] = str(len(answer.content))
    return answer
