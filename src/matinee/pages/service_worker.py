"""The service worker, which makes the web app available offline (web/tools/service-worker)."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


# At the root, its scope includes every page. Browsers must always revalidate it.
@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponseBase:
    """`/sw.js`, as built. 404 if the web app is not built."""
    path = finders.find("app/sw.js")
    if path is None:
        return HttpResponse(status=404, content_type="text/plain")
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
