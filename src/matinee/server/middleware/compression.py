"""Long answers travel compressed to whoever can read them so."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

from matinee.api.framework.cache import BoundedCache

WORTH_IT = 1_400
"""Bytes that travel in one packet anyway."""

kept: BoundedCache[tuple[str, str], bytes] = BoundedCache(max_values=1_000, max_length=4_000_000)
"""Compressed answers by address and tag: 4 MB at most in each process."""


class CompressResponses(GZipMiddleware):
    """Pages and lists, by gzip; Django's padding hides their length from whoever guesses at secrets in them.

    What has a tag is compressed once, as it is the same while its tag is. Files of the app are compressed
    when it is built. What writes is answered briefly and is left alone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the answer to a read."""
        if request.method != "GET" or not isinstance(response, HttpResponse):
            return response
        if len(response.content) < WORTH_IT:
            return response
        tag = response.headers.get("ETag", "")
        if tag.startswith('"') and re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return self._compressed_once(request.get_full_path(), tag, response)
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed

    def _compressed_once(self, address: str, tag: str, response: HttpResponse) -> HttpResponse:
        plain = response.content
        response.content = kept.get(
            (address, tag), lambda: compress_string(plain, max_random_bytes=self.max_random_bytes)
        )
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        response["ETag"] = f"W/{tag}"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response
