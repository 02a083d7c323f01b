"""Renders the HTML of a page: the content before any JavaScript runs."""

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
"""Open Graph requires a country."""

NOT_BUILT = "The web app is not built. Run: make web\n"


@dataclass(frozen=True, kw_only=True)
class Page:
    """Server-side content of one page of the web app, in the visitor's language.

    `path` is the canonical path; a page without one gets `noindex`. `title` equals the title that the app
    sets. `module` is the source file of the page's code if it is loaded on demand. `preload` lists the API
    paths that the app requests first. `first_view` is the template of what is shown until the app renders,
    `noscript` that for visitors without JavaScript, and `context` the data of both. `structured` is the
    JSON-LD of the page. `poster` is the film's image, if it has one.
    """

    title: str
    description: str = ""
    path: str = ""
    kind: str = "website"
    poster: str = ""
    structured: Sequence[Json] = ()
    module: str = ""
    preload: Sequence[str] = ()
    first_view: str = ""
    noscript: str = "pages/noscript.html"
    context: Mapping[str, Any] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


def page(describe: Callable[..., Page]) -> Callable[..., HttpResponse]:
    """Turn a function that returns a Page into a view. Browsers must revalidate a cached page.

    If the database is unavailable, the response is the app with status 503. The app then shows the error.
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
            response = _render(described, language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return view


def not_built() -> HttpResponse:
    """Return what to do about it, as text."""
    plain_text = "text/plain; charset=utf-8"
    return HttpResponse(NOT_BUILT, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=plain_text)


def _render(described: Page, language: str) -> HttpResponse:
    try:
        app = web_app(settings.WEB_APP)
    except NotBuilt:
        return not_built()
    values = {"title": described.title, "description": described.description, **described.context}
    html = app.html(
        language=language,
        head=render_to_string("pages/head.html", _head(described, language)),
        preload=render_to_string("pages/preload.html", _preload(described, app, language)),
        first_view=render_to_string(described.first_view, values) if described.first_view else "",
        noscript=render_to_string(described.noscript, values),
    )
    headers = {**described.headers, **({} if described.path else {"X-Robots-Tag": "noindex"})}
    return HttpResponse(html, status=described.status, headers=headers)


def _head(described: Page, language: str) -> Mapping[str, Any]:
    return {
        "page": described,
        "address": described.path and settings.SITE_URL + described.path,
        "locale": OPEN_GRAPH_LOCALES[language],
        "card": fallback_image_url(),
        "structured": json_ld(described.structured) if described.structured else "",
        "app": f"{settings.STATIC_URL}app/",
    }


def _preload(described: Page, app: WebApp, language: str) -> Mapping[str, Any]:
    scripts = [f"{settings.STATIC_URL}app/{file}" for file in app.files_for(described.module, language)]
    return {"scripts": scripts, "preload": described.preload}
