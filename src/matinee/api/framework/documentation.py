"""Describes endpoints for the OpenAPI document."""

from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc, getdoc
from typing import Any, Literal, TypeVar

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
)

from matinee.api.framework import errors as http
from matinee.api.framework.fields import StrictSerializer
from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import KEY_HEADER, KEY_PATTERN, LANGUAGE_HEADER, TOKEN_HEADER
from matinee.api.framework.problem_schemas import problem_headers, problem_responses
from matinee.api.framework.shapes import response_schema
from matinee.core.json_schema import ID_SCHEMA
from matinee.core.problems import Invalid, Problem

View = TypeVar("View", bound=Callable[..., Any])

HEADER: Literal["header"] = "header"
KEY = OpenApiParameter(
    KEY_HEADER,
    {"type": "string", "pattern": KEY_PATTERN, "minLength": 16, "maxLength": 255},
    HEADER,
    description="New and random for each request. A repeat with the same key gets the first response.",
)
LANGUAGE = OpenApiParameter(
    LANGUAGE_HEADER, str, HEADER, description="The language of emails and tickets: en, de."
)
SECRET = OpenApiParameter("secret", str, OpenApiParameter.PATH, description="The order's `secret`.")
MOVIE_ID = OpenApiParameter("movie_id", ID_SCHEMA, OpenApiParameter.PATH)
SHOW_ID = OpenApiParameter("show_id", ID_SCHEMA, OpenApiParameter.PATH)
TOKEN = OpenApiParameter(TOKEN_HEADER, str, HEADER, description="The `hold_token` of your hold.")
REQUIRED_TOKEN = OpenApiParameter(TOKEN_HEADER, str, HEADER, required=True, description=TOKEN.description)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, HEADER, description="The ETag of the version that the client has."
)
ETAG = OpenApiParameter("ETag", str, HEADER, response=[200, 304], description="Changes with the content.")


class ApiSchema(AutoSchema):
    """States what drf-spectacular does not derive."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """State the view's security schemes. A view without them decides by tokens and secrets, which are
        documented parameters.
        """
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        return operation and {**operation, "security": getattr(self.view, "security", [])}

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        """A body that has one of several forms is required, as is one with a required field."""
        body: dict[str, Any] | None = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        if isinstance(self.get_request_serializer(), PolymorphicProxySerializer):
            return body and {**body, "required": True}
        return body


class StrictComponent(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """States that a request body has no other fields."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        """Add `additionalProperties: false`."""
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        return {**schema, **self.target.schema_extras, "additionalProperties": False}


def documented(
    operation_id: str,
    *,
    tag: str,
    response: Any,
    status: int = 200,
    media: str = JSON,
    also: Mapping[int, Any] | None = None,
    empty: Mapping[int, str] | None = None,
    query: type[StrictSerializer] | None = None,
    body: type[StrictSerializer] | PolymorphicProxySerializer | None = None,
    parameters: Sequence[OpenApiParameter] = (),
    errors: Sequence[type[Problem]] = (),
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[View], View]:
    """Describe an endpoint by its docstring, parameters, bodies, responses, and errors of its own.

    `response` is a shape (see `shapes.py`), or an OpenApiResponse for other content than JSON.
    """
    everywhere = [Invalid, http.NotAcceptable, http.Unavailable]
    with_body = [http.LengthRequired, http.TooLarge, http.UnsupportedMediaType] if body else []
    kinds: list[type[Problem]] = [*everywhere, *with_body, *errors]
    responses: dict[Any, Any] = {
        (status, media): _response(response),
        **{(code, JSON): _response(shape) for code, shape in (also or {}).items()},
        **{code: OpenApiResponse(description=text) for code, text in (empty or {}).items()},
        **problem_responses(kinds),
    }
    if ETAG in parameters:
        responses[304] = OpenApiResponse(description="The client has the newest version.")

    def describe(view: View) -> View:
        summary, _, description = (getdoc(view) or "").partition("\n\n")
        described: View = extend_schema(
            operation_id=operation_id,
            tags=[tag],
            summary=summary.rstrip("."),
            description=description or summary,
            request=body,
            parameters=[*([query] if query else []), *parameters, *problem_headers(kinds)],
            responses=responses,
            examples=examples,
        )(view)
        return described

    return describe


def _response(shape: Any) -> OpenApiResponse:
    if isinstance(shape, OpenApiResponse):
        return shape
    return OpenApiResponse(response_schema(shape), description=cleandoc(shape.__doc__))
