"""A page as it is before any script runs, and how it is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from matinee.core.language import negotiate_language
from matinee.pages.structured_data import Json, fallback_image_url, json_ld
from matinee.pages.web_app import NotBuilt, WebApp, web_app

OPEN_GRAPH_LOCALES = {"en": "en_GB", "de": "de_DE"}
"""The protocol wants a country too."""

NOT_BUILT = "The web app is not built. Run: make web\n"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the server says about one address of the web app, in the reader's language.

    `path` is the address that search engines shall know; a page without one is none of their business.
    `title` is what the app itself will set. `module` is the source file of the page's code where that is
    loaded on demand, `asks` the API's addresses that the app will ask first. `plain` is the template for
    readers without JavaScript, `facts` what it says. `poster` is a film's own picture, if it has one.
    """

    title: str
    description: str = ""
    path: str = ""
    kind: str = "website"
    poster: str = ""
    things: Sequence[Json] = ()
    module: str = ""
    asks: Sequence[str] = ()
    plain: str = "pages/noscript.html"
    facts: Mapping[str, Any] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


def page(describe: Callable[..., Page]) -> Callable[..., HttpResponse]:
    """Make a view of what describes a page. A browser keeps the answer and asks whether it still holds.

    Without a database the app still comes, with status 503, and says itself what is wrong.
    """

    @require_safe
    @conditional_page
    @cache_control(no_cache=True)
    @wraps(describe)
    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        language = negotiate_language(
            accept_language=request.headers.get("Accept-Language", ""),
            cookie=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        )
        with override(language):
            try:
                described = describe(request, **address)
            except DatabaseError:
                described = Page(title=_("Please try again"), status=HTTPStatus.SERVICE_UNAVAILABLE)
            response = _answer(described, language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return view


def _answer(described: Page, language: str) -> HttpResponse:
    try:
        app = web_app(settings.WEB_APP)
    except NotBuilt:
        plain_text = "text/plain; charset=utf-8"
        return HttpResponse(NOT_BUILT, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=plain_text)
    html = app.html(
        language=language,
        head=render_to_string("pages/head.html", _head(described, language)),
        hints=render_to_string("pages/preload.html", _hints(described, app, language)),
        plain=render_to_string(described.plain, {"title": described.title, **described.facts}),
    )
    headers = {**described.headers, **({} if described.path else {"X-Robots-Tag": "noindex"})}
    return HttpResponse(html, status=described.status, headers=headers)


def _head(described: Page, language: str) -> Mapping[str, Any]:
    return {
        "page": described,
        "address": described.path and settings.SITE_URL + described.path,
        "locale": OPEN_GRAPH_LOCALES[language],
        "card": fallback_image_url(),
        "structured": json_ld(described.things) if described.things else "",
        "app": f"{settings.STATIC_URL}app/",
    }


def _hints(described: Page, app: WebApp, language: str) -> Mapping[str, Any]:
    modules = [f"{settings.STATIC_URL}app/{file}" for file in app.files_of(described.module, language)]
    return {"modules": modules, "asks": described.asks}
