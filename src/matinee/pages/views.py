"""The web app's shell: one built HTML page for all its addresses."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SHELL = "index.html"
NOT_BUILT = "The web app is not built. Run: make web\n"


def _shell(status: HTTPStatus) -> HttpResponse:
    """The built page. 503 in plain text where there is no build."""
    try:
        return HttpResponse(render_to_string(SHELL), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(
            NOT_BUILT, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
        )


# The shell names the files of one build, so a browser must ask whether there is a newer one.
@require_safe
@cache_control(no_cache=True)
def app(_request: HttpRequest, **_: str | int) -> HttpResponse:
    """A page of the web app; which one, the app reads from the address."""
    return _shell(HTTPStatus.OK)


@require_safe
@cache_control(no_cache=True)
def not_found(_request: HttpRequest) -> HttpResponse:
    """An address that the web app doesn't know: it says so itself, with status 404."""
    return _shell(HTTPStatus.NOT_FOUND)
