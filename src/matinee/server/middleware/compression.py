"""Compress responses for clients that accept gzip."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from matinee.core.bounded_cache import BoundedCache

MIN_BYTES = 1_400
"""Bytes. A smaller response fits into one packet anyway."""

COMPRESSED = "image/webp"
"""The type of posters, which compression does not make smaller."""

cached_responses: BoundedCache[tuple[str, str], bytes] = BoundedCache(max_values=1_000, max_length=4_000_000)
"""Compressed responses by path and ETag: at most 4 MB per process."""


class CompressResponses(GZipMiddleware):
    """Compresses pages and lists with gzip. Django's random padding protects secrets in them (BREACH).

    A response with an ETag is compressed once and cached. The files of the web app are
    compressed at build time. Responses to writes are short and stay uncompressed.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the response to a GET."""
        if request.method != "GET" or not isinstance(response, HttpResponse):
            return response
        if len(response.content) < MIN_BYTES or response.headers.get("Content-Type") == COMPRESSED:
            return response
        tag = response.headers.get("ETag", "")
        if tag.startswith('"') and re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return self._compressed_from_cache(request.get_full_path(), tag, response)
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed

    def _compressed_from_cache(self, path: str, tag: str, response: HttpResponse) -> HttpResponse:
        plain = response.content
        response.content = cached_responses.get(
            (path, tag), lambda: compress_string(plain, max_random_bytes=self.max_random_bytes)
        )
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        response["ETag"] = f"W/{tag}"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response
