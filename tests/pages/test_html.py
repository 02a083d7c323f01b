"""The HTML of every page is valid before any script runs; after scripts: tests/a11y/test_screens.py."""

from collections.abc import Mapping

import pytest
from django.test import Client

from matinee.catalogue.models import Movie
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import See
from tests.stage.html import html_errors

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_web_app(see: See, cinema: Cinema, tomorrow: Show, language: str) -> None:
    assert tomorrow.pk
    pages = {name: see(path, accept_language=language).html for name, path in pages_of(cinema).items()}
    assert html_errors(pages) == []


def test_pages_without_shows_and_with_names_of_strange_signs(see: See, cinema: Cinema) -> None:
    Show.objects.filter(pk=cinema.show.pk).update(status=ShowStatus.CANCELLED)
    Movie.objects.update(title="<b>\"Tom\" & 'Jerry'</b>")
    pages = {name: see(path).html for name, path in pages_of(cinema).items()}
    assert html_errors(pages) == []


def test_the_page_of_the_api() -> None:
    assert html_errors({"docs": Client().get("/api/docs/").content.decode()}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<main></main><ul><div></div></ul>",
        "<main></main><noscript><main></main></noscript>",
        '<main id="a"></main><p id="a"></p>',
    ],
)
def test_what_is_wrong_is_found(wrong: str) -> None:
    """So that no test passes because nothing was checked."""
    page = "<!doctype html><html lang=en><head><title>x</title></head><body>{}</body></html>"
    errors = html_errors({"wrong": page.format(wrong)})
    assert [error for error in errors if error.startswith("wrong: ") and ", html" in error], "html-validate"
    assert html_errors({"right": page.format("<main></main>")}) == []
