"""Turns exceptions into problem documents (RFC 9457)."""

import logging
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions

from matinee.api.framework import errors
from matinee.booking.errors import AlreadyBooked
from matinee.checkout.queries import order_of_hold
from matinee.core.problems import PROBLEM_JSON, Invalid, MethodNotAllowed, NotFound, Problem

PROBLEMS_OF_FRAMEWORKS: dict[type[Exception], type[Problem]] = {
    Http404: NotFound,
    PermissionDenied: errors.Forbidden,
    exceptions.NotFound: NotFound,
    exceptions.PermissionDenied: errors.Forbidden,
    exceptions.NotAuthenticated: errors.Forbidden,
    exceptions.MethodNotAllowed: MethodNotAllowed,
    exceptions.NotAcceptable: errors.NotAcceptable,
    exceptions.UnsupportedMediaType: errors.UnsupportedMediaType,
    OperationalError: errors.Unavailable,
    InterfaceError: errors.Unavailable,
}

log = logging.getLogger(__name__)


def handle_exception(error: Exception, _context: dict[str, Any]) -> HttpResponse | None:
    """The response to an exception that left a view; None for an unexpected one."""
    problem = _problem_of(error)
    return problem_response(problem) if problem else None


def problem_response(problem: Problem) -> HttpResponse:
    """The response with the problem document. Its message is in the active language."""
    document = problem.document()
    if get_language() != settings.LANGUAGE_CODE:
        detail = document["detail"]
        document["detail"] = _(detail)
    return HttpResponse(
        orjson.dumps(document),
        status=problem.status,
        content_type=PROBLEM_JSON,
        headers=problem.headers(),
    )


def _problem_of(error: Exception) -> Problem | None:
    if isinstance(error, AlreadyBooked):
        # Only the hold's bearer gets this error, and the bearer may know the order.
        order = order_of_hold(hold_id=error.hold_id, show_id=error.show_id)
        error.reference = order.reference if order else None
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnreadablePostError):
        return Invalid(errors={"body": [_("This could not be read.")]})
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("The database does not answer: %s", error)
    for kind, problem in PROBLEMS_OF_FRAMEWORKS.items():
        if isinstance(error, kind):
            return problem()
    return None
