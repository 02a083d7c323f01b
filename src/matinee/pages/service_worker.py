"""The script that keeps the web app for places without a network (web/tools/service-worker)."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


# At the site's root it may speak for every page, and a browser must always ask for the newest one.
@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponseBase:
    """`/sw.js`, as the build wrote it. 404 where there is no build."""
    path = finders.find("app/sw.js")
    if path is None:
        return HttpResponse(status=404, content_type="text/plain")
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
