"""Reads the values that services take from a request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, UnsupportedMediaType
from rest_framework.request import Request

from matinee.api.framework.fields import StrictSerializer, digits
from matinee.api.framework.json_format import JSON, json_value
from matinee.booking.errors import HoldNotFound
from matinee.booking.tokens import HoldToken
from matinee.catalogue.errors import MovieNotFound
from matinee.core.bounded_cache import BoundedCache
from matinee.core.json_schema import MAX_ID
from matinee.core.language import negotiate_language
from matinee.core.problems import Invalid, Problem
from matinee.shows.errors import ShowNotFound
from matinee.venues.errors import VenueNotFound

KEY_HEADER = "Idempotency-Key"
KEY_IN_META = "HTTP_IDEMPOTENCY_KEY"
KEY_PATTERN = r"^[!-~]{16,255}$"
LANGUAGE_HEADER = "Accept-Language"
SECRET_PATTERN = r"[A-Za-z0-9_-]{1,100}"  # noqa: S105 - what one looks like
TOKEN_HEADER = "X-Hold-Token"  # noqa: S105 - a header's name


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """The parts of a request that views read, where Django has made no request object."""

    META: dict[str, Any]
    body: bytes

    @property
    def data(self) -> Any:
        """The JSON value in the body. Raises: Invalid."""
        return json_value(self.body)


def read_body(request: Request | PlainRequest, shape: type[StrictSerializer]) -> dict[str, Any]:
    """The values of the JSON object in the body, validated by `shape`.

    Raises: Invalid, UnsupportedMediaType.
    """
    if isinstance(request, Request):
        _require_json(request)
    data = request.data
    if not isinstance(data, Mapping):
        raise Invalid(errors={"body": [_("This must be a JSON object.")]})
    return shape.fast_valid(data) or valid(shape(data=data))


def _require_json(request: Request) -> None:
    """DRF checks the type of a body only where it is not empty. Raises: UnsupportedMediaType."""
    if request.content_type and parse_header_parameters(request.content_type)[0] != JSON:
        raise UnsupportedMediaType(request.content_type)


_valid_queries: BoundedCache[tuple[type[StrictSerializer], str], dict[str, Any]] = BoundedCache(
    max_values=500, max_length=5_000
)
"""Validated query parameters: DRF copies all fields of a serializer for each request."""


def read_query(request: Request, shape: type[StrictSerializer] = StrictSerializer) -> dict[str, Any]:
    """The values of the query parameters, validated by `shape`. The default accepts none.

    Raises: Invalid.
    """
    text = request._request.META["QUERY_STRING"]
    if shape is StrictSerializer and not text:
        return {}
    return _valid_queries.get((shape, text), lambda: _validated_query(request, shape))


def _validated_query(request: Request, shape: type[StrictSerializer]) -> dict[str, Any]:
    repeated = {
        name: [_("This may be given only once.")]
        for name, values in request.query_params.lists()
        if len(values) > 1
    }
    if repeated:
        raise Invalid(errors=repeated)
    return valid(shape(data=request.query_params.dict()))


def idempotency_key(request: Request | PlainRequest) -> str | None:
    """The Idempotency-Key; None where there is none.

    Raises: Invalid, unless it is 16 to 255 visible ASCII characters.
    """
    key: str | None = request.META.get(KEY_IN_META)
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        raise Invalid(errors={KEY_HEADER: [_("This must be 16 to 255 visible ASCII characters.")]})
    return key


def language(request: HttpRequest | Request) -> str:
    """By Accept-Language: of emails, tickets and the API for staff. The public API responds in English."""
    return negotiate_language(accept_language=request.headers.get(LANGUAGE_HEADER, ""))


def bearer_token(request: HttpRequest | Request) -> HoldToken:
    """The hold token in the X-Hold-Token header.

    Raises: Invalid, where the header is missing; HoldNotFound.
    """
    text = request.headers.get(TOKEN_HEADER)
    if text is None:
        raise Invalid(errors={TOKEN_HEADER: [_("This header is required.")]})
    return HoldToken.read(text)


def id_of_path(text: str, error: type[Problem]) -> int:
    """An id.

    Raises: `error`.
    """
    number = digits(text)
    if number is None or number > MAX_ID:
        raise error
    return number


def show_id_of_path(text: str) -> int:
    """A show's id.

    Raises: ShowNotFound.
    """
    return id_of_path(text, ShowNotFound)


def movie_id_of_path(text: str) -> int:
    """A film's id.

    Raises: MovieNotFound.
    """
    return id_of_path(text, MovieNotFound)


def venue_id_of_path(text: str, error: type[Problem] = VenueNotFound) -> int:
    """A venue's id.

    Raises: `error`.
    """
    return id_of_path(text, error)


def secret_of_path(text: str) -> str:
    """An order's secret; the empty string, which no order has, for a text that cannot be one.

    So a malformed secret takes as long as an unknown one.
    """
    return text if re.fullmatch(SECRET_PATTERN, text, re.ASCII) else ""


def valid_token(request: HttpRequest | Request) -> HoldToken | None:
    """The hold token in the X-Hold-Token header; None where it is missing or invalid."""
    try:
        return bearer_token(request)
    except (Invalid, HoldNotFound):
        return None


def valid(serializer: StrictSerializer) -> dict[str, Any]:
    """The validated values. Raises: Invalid."""
    if not serializer.is_valid():
        raise Invalid(errors=dict(_flat(serializer.errors)))
    values: dict[str, Any] = serializer.validated_data
    return values


def _flat(errors: Any, path: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """`{"tickets": [{}, {"seat_id": [message]}]}` as `[("tickets.1.seat_id", [message])]`."""
    if isinstance(errors, list) and all(isinstance(one, ErrorDetail) for one in errors):
        return [(".".join(path or ["body"]), [str(one) for one in errors])]
    inner = errors.items() if isinstance(errors, Mapping) else enumerate(errors)
    return [pair for name, nested in inner if nested for pair in _flat(nested, (*path, str(name)))]
