"""The HTML of every page is valid before any script runs; after scripts: tests/a11y/test_screens.py."""

from collections.abc import Mapping

import pytest
from django.test import Client

from matinee.catalogue.models import Movie
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import See
from tests.screens.html import html_errors

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "de")


def pages_of(cinema: Cinema) -> Mapping[str, str]:
    """Every kind of page by a name for it."""
    return {
        "whats-on": "/",
        "film": f"/film/{cinema.movie.pk}",
        "show": f"/show/{cinema.show.pk}",
        "checkout": "/checkout",
        "ticket": "/ticket/a-secret",
        "find": "/find",
        "not-found": "/nowhere",
        "no-film": "/film/999999",
        "no-show": "/show/999999",
    }


def test_every_page_is_valid(see: See, cinema: Cinema, tomorrow: Show) -> None:
    """In both languages, with and without shows, and with special characters in names.

    All pages are checked at once, since the checkers take seconds to start.
    """
    assert tomorrow.pk
    pages = {"api-docs": Client().get("/api/docs/").content.decode()}
    for language in LANGUAGES:
        for name, path in pages_of(cinema).items():
            pages[f"{name}-{language}"] = see(path, accept_language=language).html
    Show.objects.filter(pk=cinema.show.pk).update(status=ShowStatus.CANCELLED)
    Movie.objects.update(title="<b>\"Tom\" & 'Jerry'</b>")
    for name, path in pages_of(cinema).items():
        pages[f"{name}-special-characters"] = see(path).html
    assert html_errors(pages) == []


def test_errors_are_found() -> None:
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
