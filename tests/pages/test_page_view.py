"""What an address of the web app answers before any script runs."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests.cinema import Cinema
from tests.pages.parsed_page import See

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/checkout", "/ticket/anything", "/find", "/?venue=1&date=2026-12-24"]
)
def test_pages_get_the_shell(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Vary"] == "Accept-Language, Cookie, Accept-Encoding"
    body = answer.content.decode()
    assert '<script type="module" crossorigin src="/static/app/assets/' in body
    assert "<style" not in body
    assert "<!--" not in body


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/nowhere", "Page not found · Matinee"),
        ("/show/first", "Page not found · Matinee"),
        ("/show/", "Page not found · Matinee"),
        ("/ticket/a/b", "Page not found · Matinee"),
        ("/index.html", "Page not found · Matinee"),
        ("/film/1", "Film not found · Matinee"),
        ("/show/1", "No such show · Matinee"),
        ("/show/99999999999999999999", "No such show · Matinee"),
    ],
)
def test_an_unknown_address_is_404_in_the_apps_own_words(see: See, address: str, title: str) -> None:
    seen = see(address)
    assert seen.answer.status_code == 404
    assert '<div id="root">' in seen.html
    assert seen.title == title
    assert seen.metas == {"robots": "noindex"}


@pytest.mark.parametrize("address", ["/api/nowhere/", "/static/nowhere.js"])
def test_other_rooms_keep_their_own_404(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert '<div id="root">' not in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/sitemap.xml", "/robots.txt"])
def test_pages_are_only_read(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_a_page_that_did_not_change_is_not_sent_again(cinema: Cinema) -> None:
    address = f"/show/{cinema.show.pk}"
    first = Client().get(address)
    again = Client(headers={"If-None-Match": first["ETag"]}).get(address)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Vary"] == "Accept-Language, Cookie"
    in_german = Client(headers={"If-None-Match": first["ETag"], "Accept-Language": "de"}).get(address)
    assert in_german.status_code == 200


def test_a_page_takes_few_queries(cinema: Cinema, django_assert_num_queries: Any) -> None:
    for address, queries in [
        ("/", 2),
        (f"/film/{cinema.movie.pk}", 3),
        (f"/show/{cinema.show.pk}", 2),
        ("/checkout", 0),
        ("/ticket/anything", 0),
        ("/find", 0),
        ("/sitemap.xml", 2),
        ("/robots.txt", 0),
    ]:
        with django_assert_num_queries(queries):
            Client().get(address)


def test_without_a_database_the_app_still_comes(see: See) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        seen = see("/")
    assert seen.answer.status_code == 503
    assert seen.title == "Please try again · Matinee"
    assert seen.metas == {"robots": "noindex"}
    assert '<script type="module"' in seen.html


def test_without_a_build_the_page_says_what_to_run(tmp_path: Path) -> None:
    with override_settings(WEB_APP=tmp_path):
        answer = Client().get("/")
    assert answer.status_code == 503
    assert answer.content.decode() == "The web app is not built. Run: make web\n"
