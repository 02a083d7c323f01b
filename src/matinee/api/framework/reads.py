"""Reads that are the same for many clients: ETags and cache headers."""

from collections.abc import Callable, Mapping
from hashlib import blake2b

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from matinee.api.framework.json_format import JSON

A_MINUTE = "public, max-age=0, s-maxage=60"
"""For texts, which change once a day or less."""


def tag_of(content: bytes) -> str:
    """A hash of a response's content, or of everything that the content is made of."""
    return blake2b(content, digest_size=16).hexdigest()


def tagged(
    request: HttpRequest | Request, *, tag: str, body: Callable[[], bytes], cache: str, vary: str = ""
) -> HttpResponseBase:
    """A response with an ETag. A client that has this version gets 304, and `body` is not called."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": cache} | ({"Vary": vary} if vary else {})
    # Django reads the request's variables often, and each access through DRF's request is slow.
    plain = request._request if isinstance(request, Request) else request
    known: HttpResponseBase | None = get_conditional_response(plain, etag=headers["ETag"])
    if known is None:
        return HttpResponse(body(), content_type=JSON, headers=headers)
    for name, value in headers.items():
        known[name] = value
    return known


def public(request: Request, data: Mapping[str, object], *, cache: str) -> HttpResponseBase:
    """A response that is the same for every client."""
    body = orjson.dumps(data)
    return tagged(request, tag=tag_of(body), body=lambda: body, cache=cache)
