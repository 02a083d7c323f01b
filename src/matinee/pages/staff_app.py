"""The page of the staff app: one HTML without data for all its addresses."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from matinee.core.language import negotiate_language
from matinee.pages.page_view import not_built
from matinee.pages.web_app import NotBuilt

LANGUAGE = '<html lang="en">'
"""As in web/staff.html."""


@require_safe
@cache_control(no_store=True)
def staff_app(request: HttpRequest, token: str = "") -> HttpResponse:
    """`/staff/` and all addresses below it. The app shows the page, or that there is none."""
    language = negotiate_language(
        accept_language=request.headers.get("Accept-Language", ""),
        cookie=request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
    )
    try:
        html = _html(settings.WEB_APP / "staff")
    except NotBuilt:
        return not_built()
    response = HttpResponse(html.replace(LANGUAGE, f'<html lang="{language}">', 1))
    response.headers["X-Robots-Tag"] = "noindex"
    if token:
        # The address sets a password, so no Referer header may contain it.
        response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@cache
def _html(folder: Path) -> str:
    """Read the built page. Cached for the life of the process. Raises: NotBuilt."""
    try:
        return (folder / "staff.html").read_text()
    except FileNotFoundError as error:
        raise NotBuilt from error
