"""Every refusal as a problem document (RFC 9457). The one place that picks HTTP statuses."""

import logging
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions

from matinee.api.framework import refusals
from matinee.booking.errors import AlreadyBooked
from matinee.checkout.queries import order_of_hold
from matinee.core.problems import Problem, TooManyRequests

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "/api/docs/#"
RETRY_AFTER_SECONDS = 1

STATUS = {
    "invalid": 400,
    "forbidden": 403,
    "not-found": 404,
    "movie-not-found": 404,
    "show-not-found": 404,
    "seat-not-found": 404,
    "hold-not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "seats-taken": 409,
    "hold-changed": 409,
    "already-booked": 409,
    "hold-frozen": 409,
    "not-refundable": 409,
    "payment-declined": 402,
    "order-not-found": 404,
    "sales-not-open": 409,
    "sales-closed": 409,
    "show-cancelled": 409,
    "seat-out-of-service": 409,
    "extension-limit": 409,
    "idempotency-in-flight": 409,
    "hold-expired": 410,
    "length-required": 411,
    "too-large": 413,
    "unsupported-media-type": 415,
    "idempotency-mismatch": 422,
    "too-many-requests": 429,
    "server-fault": 500,
    "busy": 503,
    "unavailable": 503,
}

HTTP_REFUSALS: dict[type[Exception], type[Problem]] = {
    Http404: refusals.NotFound,
    PermissionDenied: refusals.Forbidden,
    exceptions.NotFound: refusals.NotFound,
    exceptions.PermissionDenied: refusals.Forbidden,
    exceptions.NotAuthenticated: refusals.Forbidden,
    exceptions.MethodNotAllowed: refusals.MethodNotAllowed,
    exceptions.NotAcceptable: refusals.NotAcceptable,
    exceptions.UnsupportedMediaType: refusals.UnsupportedMediaType,
    OperationalError: refusals.Unavailable,
    InterfaceError: refusals.Unavailable,
}

log = logging.getLogger(__name__)


def handle(error: Exception, _context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception that left a view; None for one that nobody foresaw."""
    refusal = _refusal(error)
    return problem(refusal) if refusal else None


def problem(refusal: Problem) -> HttpResponse:
    """The problem document of a refusal, its data at the top level."""
    response = HttpResponse(
        orjson.dumps(document(refusal)), status=STATUS[refusal.code], content_type=PROBLEM_JSON
    )
    if isinstance(refusal, TooManyRequests):
        response["Retry-After"] = str(refusal.retry_after)
    elif response.status_code == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def document(refusal: Problem) -> dict[str, Any]:
    """`type`, `title`, `status`, `detail` and `code`, then what the client needs to go on."""
    return {
        "type": f"{TYPE_PREFIX}{refusal.code}",
        "title": refusal.title,
        "status": STATUS[refusal.code],
        "detail": refusal.detail,
        "code": refusal.code,
        **refusal.data,
    }


def _refusal(error: Exception) -> Problem | None:
    if isinstance(error, AlreadyBooked):
        return _with_reference(error)
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnreadablePostError):
        return refusals.Invalid(errors={"body": ["This could not be read."]})
    if isinstance(error, (OperationalError, InterfaceError)):
        log.warning("The database does not answer: %s", error)
    for kind, refusal in HTTP_REFUSALS.items():
        if isinstance(error, kind):
            return refusal()
    return None


def _with_reference(refusal: AlreadyBooked) -> AlreadyBooked:
    """Whoever gets this far bears the hold, so may know its order."""
    order = order_of_hold(hold_id=refusal.hold_id, show_id=refusal.show_id)
    data = {**refusal.data, "reference": order.reference if order else None}
    return AlreadyBooked(hold_id=refusal.hold_id, show_id=refusal.show_id, **data)
