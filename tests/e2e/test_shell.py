"""What an address of the web app answers before any script runs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings


@pytest.mark.parametrize(
    "address", ["/", "/show/1", "/checkout", "/ticket/anything", "/?venue=1&date=2026-12-24"]
)
def test_pages_get_the_shell(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    body = answer.content.decode()
    assert '<script type="module" crossorigin src="/static/app/assets/' in body
    assert "<style" not in body


@pytest.mark.parametrize("address", ["/nowhere", "/show/first", "/show/", "/ticket/a/b", "/index.html"])
def test_an_unknown_address_is_404_in_the_apps_own_words(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert '<div id="root">' in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/nowhere/", "/static/nowhere.js"])
def test_other_rooms_keep_their_own_404(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert '<div id="root">' not in answer.content.decode()


def test_pages_are_only_read() -> None:
    assert Client().post("/").status_code == 405


def test_without_a_build_the_page_says_what_to_run(tmp_path: Path) -> None:
    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]):
        answer = Client().get("/")
    assert answer.status_code == 503
    assert answer.content.decode() == "The web app is not built. Run: make web\n"
