"""Data that the server reads from a build of the web app: the HTML template and the files of each page."""

import gzip
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from matinee.pages.web_app import NotBuilt, WebApp, web_app
from matinee.venues.rules import business_day
from tests.cinema import Cinema, make_cinema, make_show
from tests.pages.parsed_page import OpenPage

MANIFEST = {
    "index.html": {"file": "assets/index.js", "isEntry": True, "imports": ["_preload.js"]},
    "_preload.js": {"file": "assets/preload.js"},
    "src/public/app/start.tsx": {"file": "assets/start.js", "imports": ["_preload.js", "_react.js"]},
    "_react.js": {"file": "assets/react.js"},
    "_notice.js": {"file": "assets/notice.js", "imports": ["_react.js"]},
    "_plan.js": {"file": "assets/plan.js", "imports": ["_notice.js", "index.html"]},
    "src/public/features/seats/seats-page.tsx": {
        "file": "assets/seats-page.js",
        "imports": ["_react.js", "_plan.js", "_notice.js", "_preload.js", "index.html"],
    },
    "src/public/features/seats/locales/de.po": {"file": "assets/seats-de.js"},
    "src/public/features/seats/locales/en.po": {"file": "assets/seats-en.js"},
    "src/public/app/locales/de.po": {"file": "assets/app-de.js"},
    "src/public/app/home-page.tsx": {"file": "assets/home-page.js", "imports": ["_react.js"]},
}
HTML = (
    '<html lang="en"><head><!--head: why -->old<!--/head--><script></script></head>'
    '<body><div id="root"><!--first-view--><!--/first-view--></div><!--plain-->old<!--/plain--></body></html>'
)


@pytest.fixture
def build(tmp_path: Path) -> WebApp:
    """A small build of the web app."""
    (tmp_path / ".vite").mkdir()
    (tmp_path / "index.html").write_text(HTML)
    (tmp_path / ".vite/manifest.json").write_text(json.dumps(MANIFEST))
    return web_app(tmp_path)


def test_html_is_assembled_from_its_parts(build: WebApp) -> None:
    html = build.html(language="de", head="HEAD", preload="PRELOAD", first_view="VIEW", noscript="NOSCRIPT")
    assert html == (
        '<html lang="de"><head>HEAD<script></script>PRELOAD</head>'
        '<body><div id="root">VIEW</div>NOSCRIPT</body></html>'
    )


@pytest.mark.parametrize(
    ("module", "language", "files"),
    [
        ("seats-page.tsx", "en", ["start", "react", "seats-en", "seats-page", "plan", "notice"]),
        ("seats-page.tsx", "de", ["start", "react", "app-de", "seats-de", "seats-page", "plan", "notice"]),
        ("home-page.tsx", "de", ["start", "react", "app-de", "home-page"]),
        ("page.tsx", "en", ["start", "react"]),
        ("film-page.tsx", "de", ["start", "react", "app-de"]),
        ("", "de", ["start", "react", "app-de"]),
    ],
)
def test_files_of_a_page_exclude_those_of_the_entry(
    build: WebApp, module: str, language: str, files: list[str]
) -> None:
    assert build.files_for(module, language) == [f"assets/{name}.js" for name in files]


def test_missing_build_raises_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt):
        web_app(tmp_path)


@pytest.mark.django_db
def test_pages_name_their_scripts_and_translations(open_page: OpenPage, roxy: Cinema) -> None:
    manifest = web_app(settings.WEB_APP).manifest
    for address, page in [
        ("/", "shows/whats-on-page.tsx"),
        (f"/show/{roxy.show.pk}", "seats/seats-page.tsx"),
        ("/checkout", "checkout/checkout-page.tsx"),
        ("/ticket/anything", "ticket/ticket-page.tsx"),
    ]:
        found = open_page(address, accept_language="de")
        (template,) = re.findall(r'<template id="scripts">(.*?)</template>', found.html)
        hints = re.findall(r'<link rel="modulepreload" crossorigin href="(.*?)">', template)
        assert len(hints) == len(found.links("modulepreload")), "none is requested before the first paint"
        assert len(set(hints)) == len(hints)
        folder = f"src/public/features/{page.split('/')[0]}"
        for key in (
            "src/public/app/start.tsx",
            f"src/public/features/{page}",
            f"{folder}/locales/de.po",
            "src/public/app/locales/de.po",
        ):
            file = manifest[key]["file"]
            assert f"/static/app/{file}" in hints
            assert (settings.WEB_APP / file).exists()


@pytest.mark.django_db
def test_programme_preloads_the_shows_of_the_selected_cinema(open_page: OpenPage) -> None:
    first, second = make_cinema(), make_cinema()
    config, venues = "/api/config/", "/api/venues/?page_size=200"

    def preloaded(address: str, **headers: str) -> list[str | None]:
        links = open_page(address, **headers).links("preload")
        return [link["href"] for link in links if link["as"] == "fetch"]

    def shows(cinema: Cinema, day: date) -> str:
        return f"/api/shows/?venue={cinema.venue.pk}&date={day}&page_size=200&lang=en"

    today = business_day(first.venue, timezone.now())
    tomorrow = today + timedelta(days=1)
    all_shows = f"/api/shows/?venue={first.venue.pk}&page_size=200&lang=en"
    opening = [config, venues, shows(first, today), all_shows, shows(first, tomorrow)]
    assert preloaded("/") == opening
    address = f"/?venue={second.venue.pk}&date={tomorrow}"
    assert preloaded(address) == [config, venues, shows(second, tomorrow)]
    for date_given in ("yesterday", "2026-02-31", "20261129", "2026-W48-7", "0000-01-01", "9" * 400):
        assert preloaded(f"/?venue=0&date={date_given}") == opening
    for date_given in (str(today), "weekend"):
        assert preloaded(f"/?date={date_given}") == [config, venues, shows(first, today)]
    make_show(movie=second.movie, hall=second.hall, starts_at=timezone.now() + timedelta(minutes=1))
    assert preloaded("/", cookie=f"cinema={second.venue.pk}") == [config, venues, shows(second, today)]


@pytest.mark.django_db
def test_long_responses_are_compressed() -> None:
    address = f"/api/hall-layout/{make_cinema().show.pk}/"
    plain, compressed = Client().get(address), Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    again = Client().get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": compressed["ETag"]})
    assert again.status_code == 304
