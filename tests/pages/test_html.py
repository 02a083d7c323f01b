"""The HTML of every page is valid before scripts run. tests/a11y/test_screens.py checks it after scripts."""

from collections.abc import Mapping

import pytest
from django.test import Client

from matinee.catalogue.models import Movie
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import OpenPage
from tests.screens.html import html_errors

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "de")


def pages_of(roxy: Cinema) -> Mapping[str, str]:
    """Return an address of each kind of page, by name."""
    return {
        "whats-on": "/",
        "film": f"/film/{roxy.movie.pk}",
        "show": f"/show/{roxy.show.pk}",
        "checkout": "/checkout",
        "ticket": "/ticket/a-secret",
        "find": "/find",
        "not-found": "/nowhere",
        "no-film": "/film/999999",
        "no-show": "/show/999999",
    }


def test_html_of_every_page_is_valid(open_page: OpenPage, roxy: Cinema, show_tomorrow: Show) -> None:
    """In both languages, with and without shows, and with special characters in names.

    All pages are checked at once, since the checkers take seconds to start.
    """
    assert show_tomorrow.pk
    pages = {"api-docs": Client().get("/api/docs/").content.decode()}
    for language in LANGUAGES:
        for name, path in pages_of(roxy).items():
            pages[f"{name}-{language}"] = open_page(path, accept_language=language).html
    Show.objects.filter(pk=roxy.show.pk).update(status=ShowStatus.CANCELLED)
    Movie.objects.update(title="<b>\"Tom\" & 'Jerry'</b>")
    for name, path in pages_of(roxy).items():
        pages[f"{name}-special-characters"] = open_page(path).html
    assert html_errors(pages) == []


@pytest.mark.screens
def test_invalid_html_is_reported() -> None:
    """The control: the test above can fail."""
    page = "<!doctype html><html lang=en><head><title>x</title></head><body>{}</body></html>"
    wrong = {
        "list": "<main></main><ul><div></div></ul>",
        "main": "<main></main><noscript><main></main></noscript>",
        "id": '<main id="a"></main><p id="a"></p>',
    }
    pages = {name: page.format(body) for name, body in {**wrong, "valid": "<main></main>"}.items()}
    errors = html_errors(pages)
    for name in wrong:
        assert [one for one in errors if one.startswith(f"{name}: ") and ", html" in one], "html-validate"
    assert [one for one in errors if one.startswith("valid: ")] == []
