"""JSON is the only format of requests and responses, apart from files."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable, UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from matinee.api.framework.errors import TooLarge
from matinee.core.problems import PROBLEM_JSON, Invalid

JSON = "application/json"
ANYTHING = "*/*"
MAX_BODY_BYTES = 64 * 1024
MAX_DEPTH = 8


class JsonParser(BaseParser):
    """A JSON text in UTF-8, at most 64 kB and eight levels deep; no NaN, no lone surrogates."""

    media_type = JSON

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - the framework's signature
    ) -> Any:
        """Read the body.

        Raises: UnsupportedMediaType, TooLarge, Invalid.
        """
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(media_type or "")
        return json_value(stream.read(MAX_BODY_BYTES + 1))


class JsonRenderer(BaseRenderer):
    """Compact JSON in UTF-8."""

    media_type = JSON
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 - the framework's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """Write `data`; None means no body."""
        return b"" if data is None else orjson.dumps(data)


class OneFormat(BaseContentNegotiation):
    """Each address has one format: JSON, or that of a file. A request must accept it."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser for the Content-Type; None where there is none."""
        full_type = parse_header_parameters(request.content_type or "")[0]
        return next((parser for parser in parsers if parser.media_type == full_type), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002 - the framework's signature
    ) -> tuple[BaseRenderer, str]:
        """The renderer of the view's format.

        Raises: NotAcceptable.
        """
        renderer = next(iter(renderers))
        if request.META.get("HTTP_ACCEPT", ANYTHING) == ANYTHING:
            return renderer, renderer.media_type
        supported = {renderer.media_type, PROBLEM_JSON, renderer.media_type.split("/")[0] + "/*", ANYTHING}
        accepted = {f"{kind.main_type}/{kind.sub_type}" for kind in request._request.accepted_types}
        if not accepted & supported:
            raise NotAcceptable
        return renderer, renderer.media_type


def json_value(body: bytes) -> Any:
    """The JSON value of a body.

    Raises: TooLarge, Invalid.
    """
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(errors={"body": [_("This is not JSON: %(error)s.") % {"error": error}]}) from error
    _check_depth(value)
    return value


def _check_depth(value: Any, depth: int = 1) -> None:
    """Raises: Invalid. The recursion ends at the depth that it rejects."""
    if not isinstance(value, dict | list):
        return
    if depth > MAX_DEPTH:
        raise Invalid(
            errors={"body": [_("This is nested deeper than %(most)d levels.") % {"most": MAX_DEPTH}]}
        )
    for inner in value.values() if isinstance(value, dict) else value:
        _check_depth(inner, depth + 1)
