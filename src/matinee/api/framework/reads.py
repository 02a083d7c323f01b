"""Reads that every visitor sends: a fast path past DRF, ETags, and cache headers."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from matinee.api.framework.json_format import JSON
from matinee.api.framework.parsing import read_query
from matinee.api.framework.problem_responses import handle_exception
from matinee.api.framework.views import ApiView


class PlainRead(ApiView):
    """A GET without parameters. An ordinary request is handled without DRF's dispatch.

    For an ordinary request DRF's checks would find nothing: the method and the format are supported, and
    there are no body and no parameters.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Reject parameters. Raises: Invalid."""
        super().initial(request, *args, **kwargs)
        read_query(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Call `get` for an ordinary request, and DRF for any other."""
        if not _is_ordinary(request):
            return super().dispatch(request, *args, **kwargs)
        try:
            response: HttpResponseBase = self.get(request, *args, **kwargs)  # type: ignore[attr-defined]
        except Exception as error:
            error_response = handle_exception(error, {})
            if error_response is None:
                raise
            error_response["Cache-Control"] = self.cache_control
            return error_response
        return response


def _is_ordinary(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("QUERY_STRING")
        and "*/*" in meta.get("HTTP_ACCEPT", "*/*")
        and "HTTP_TRANSFER_ENCODING" not in meta
    )


def tag_of(content: bytes) -> str:
    """A hash of a response's content, or of everything that the content is made of."""
    return blake2b(content, digest_size=16).hexdigest()


def tagged(
    request: HttpRequest | Request, *, tag: str, body: Callable[[], bytes], cache: str, vary: str = ""
) -> HttpResponseBase:
    """A response with an ETag. A client that has this version gets 304, and `body` is not called."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": cache} | ({"Vary": vary} if vary else {})
    known: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    if known is None:
        return HttpResponse(body(), content_type=JSON, headers=headers)
    for name, value in headers.items():
        known[name] = value
    return known


def public(request: Request, data: Mapping[str, object], *, cache: str) -> HttpResponseBase:
    """A response that is the same for every client."""
    body = orjson.dumps(data)
    return tagged(request, tag=tag_of(body), body=lambda: body, cache=cache)
