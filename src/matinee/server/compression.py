"""Long answers travel compressed to whoever can read them so."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORTH_IT = 1_400
"""Bytes that travel in one packet anyway."""


class CompressLongAnswers(GZipMiddleware):
    """Pages and lists, by gzip; Django's padding hides their length from whoever guesses at secrets in them.

    Files of the app are compressed when it is built. What writes is answered briefly and is left alone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the answer to a read."""
        is_long = isinstance(response, HttpResponse) and len(response.content) >= WORTH_IT
        if request.method != "GET" or not is_long:
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
