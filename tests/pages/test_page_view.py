"""Responses to addresses of the web app, before scripts run."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests.cinema import Cinema
from tests.pages.parsed_page import OpenPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/checkout", "/ticket/anything", "/find", "/?venue=1&date=2026-12-24"]
)
def test_pages_return_the_app_shell(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] == "Accept-Language, Cookie, Accept-Encoding"
    body = response.content.decode()
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
        ("/show/1", "This show is no longer listed · Matinee"),
        ("/show/99999999999999999999", "This show is no longer listed · Matinee"),
    ],
)
def test_unknown_address_returns_404_with_the_app(open_page: OpenPage, address: str, title: str) -> None:
    page = open_page(address)
    assert page.response.status_code == 404
    assert '<div id="root">' in page.html
    assert page.title == title
    assert page.metas == {"robots": "noindex"}


@pytest.mark.parametrize("address", ["/api/nowhere/", "/static/nowhere.js"])
def test_404_outside_the_app_is_not_the_app(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 404
    assert '<div id="root">' not in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/sitemap.xml", "/robots.txt"])
def test_pages_reject_post(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_unchanged_page_returns_304(roxy: Cinema) -> None:
    address = f"/show/{roxy.show.pk}"
    first = Client().get(address)
    again = Client(headers={"If-None-Match": first["ETag"]}).get(address)
    assert (again.status_code, again.content) == (304, b"")
    assert again["Vary"] == "Accept-Language, Cookie"
    in_german = Client(headers={"If-None-Match": first["ETag"], "Accept-Language": "de"}).get(address)
    assert in_german.status_code == 200


def test_pages_need_few_queries(roxy: Cinema, django_assert_num_queries: Any) -> None:
    for address, queries in [
        ("/", 5),
        (f"/film/{roxy.movie.pk}", 3),
        (f"/show/{roxy.show.pk}", 2),
        ("/checkout", 0),
        ("/ticket/anything", 0),
        ("/find", 0),
        ("/sitemap.xml", 2),
        ("/robots.txt", 0),
    ]:
        with django_assert_num_queries(queries):
            Client().get(address)


def test_app_is_served_without_a_database(open_page: OpenPage) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("the server is not available")

    with connection.execute_wrapper(refuse):
        page = open_page("/")
    assert page.response.status_code == 503
    assert page.title == "Please try again · Matinee"
    assert page.metas == {"robots": "noindex"}
    assert '<script type="module"' in page.html


def test_page_without_a_build_names_the_build_command(tmp_path: Path) -> None:
    with override_settings(WEB_APP=tmp_path):
        response = Client().get("/")
    assert response.status_code == 503
    assert response.content.decode() == "The web app is not built. Run: make web\n"
