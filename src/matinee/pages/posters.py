"""Serves uploaded posters. The address contains the hash of the picture, so the response never changes."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from matinee.catalogue.posters import poster_content

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def poster(request: HttpRequest, digest: str, width: str) -> HttpResponse:
    """`/posters/0123…-640.webp`: a picture. A deleted one may remain in caches."""
    tag = f'"{digest}-{width}"'
    if _has(request, tag):
        response: HttpResponse = HttpResponseNotModified()
    else:
        content = poster_content(digest, int(width))
        if content is None:
            return HttpResponse("There is no such poster.\n", status=404, content_type="text/plain")
        response = HttpResponse(content, content_type="image/webp")
    response["ETag"] = tag
    response["Cache-Control"] = FOREVER
    return response


def _has(request: HttpRequest, tag: str) -> bool:
    """Whether the client has this picture already."""
    found = get_conditional_response(request, etag=tag)
    return found is not None and found.status_code == 304
