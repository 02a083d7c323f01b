"""Reads that everybody asks all the time: the short way to an answer, and what caches may do with it."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from matinee.api.framework.errors import handle
from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import read_query
from matinee.api.framework.views import ApiView


class PlainRead(ApiView):
    """A GET without parameters. Where nothing is out of the ordinary it goes past DRF's machinery.

    What DRF would find there: a method that we have, a format that we have, no body, no parameters.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters. Raises: Invalid."""
        super().initial(request, *args, **kwargs)
        read_query(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer at once, or let DRF see what is special."""
        if not _is_ordinary(request):
            return super().dispatch(request, *args, **kwargs)
        try:
            answer: HttpResponseBase = self.get(request, *args, **kwargs)  # type: ignore[attr-defined]
        except Exception as error:
            refused = handle(error, {})
            if refused is None:
                raise
            refused["Cache-Control"] = self.cache_control
            return refused
        return answer


def _is_ordinary(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("QUERY_STRING")
        and "*/*" in meta.get("HTTP_ACCEPT", "*/*")
        and "HTTP_TRANSFER_ENCODING" not in meta
    )


def tag_of(content: bytes) -> str:
    """A hash of what an answer is, or is made of."""
    return blake2b(content, digest_size=16).hexdigest()


def tagged(
    request: HttpRequest | Request, *, tag: str, body: Callable[[], bytes], cache: str, vary: str = ""
) -> HttpResponseBase:
    """Answer with an ETag, or 304 to whoever has it already, for which no body is made."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": cache} | ({"Vary": vary} if vary else {})
    known: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    if known is None:
        return HttpResponse(body(), content_type=JSON, headers=headers)
    for name, value in headers.items():
        known[name] = value
    return known


def public(request: Request, data: dict[str, Any], *, cache: str) -> HttpResponseBase:
    """Answer what is the same for everybody."""
    body = orjson.dumps(data)
    return tagged(request, tag=tag_of(body), body=lambda: body, cache=cache)
