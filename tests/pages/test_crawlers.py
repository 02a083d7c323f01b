"""robots.txt and the sitemap."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from matinee.shows.models import Show, ShowStatus
from tests.cinema import DAY, Cinema, make_cinema, make_show
from tests.pages.parsed_page import SITE, OpenPage

pytestmark = pytest.mark.django_db

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def sitemap_addresses(open_page: OpenPage) -> list[str | None]:
    page = open_page("/sitemap.xml")
    assert page.response["Content-Type"] == "application/xml"
    return [loc.text for loc in ET.fromstring(page.html).iter(LOC)]  # noqa: S314 - trusted


def test_robots_txt_lists_public_and_private_paths(open_page: OpenPage) -> None:
    page = open_page("/robots.txt")
    assert page.response["Content-Type"] == "text/plain; charset=utf-8"
    assert page.response["Cache-Control"] == "public, max-age=3600"
    assert page.html == (
        "User-agent: *\n"
        "Allow: /api/config/\n"
        "Allow: /api/hall-layout/\n"
        "Allow: /api/movies/\n"
        "Allow: /api/shows/\n"
        "Allow: /api/venues/\n"
        "Disallow: /admin/\n"
        "Disallow: /api/\n"
        "Disallow: /checkout\n"
        "Disallow: /ticket/\n"
        "\n"
        f"Sitemap: {SITE}/sitemap.xml\n"
    )


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/film/1", True),
        ("/show/1", True),
        ("/find", True),
        ("/api/config/", True),
        ("/api/shows/?venue=1", True),
        ("/api/orders/secret/", False),
        ("/api/lock-seat/", False),
        ("/checkout", False),
        ("/ticket/secret", False),
        ("/admin/", False),
    ],
)
def test_robots_txt_allows_public_pages_only(open_page: OpenPage, path: str, allowed: bool) -> None:
    rules = RobotFileParser()
    rules.parse(open_page("/robots.txt").html.splitlines())
    assert rules.can_fetch("AnyBot", SITE + path) is allowed


def test_sitemap_lists_upcoming_films_and_shows(
    open_page: OpenPage, roxy: Cinema, show_tomorrow: Show
) -> None:
    assert sitemap_addresses(open_page) == [
        f"{SITE}/",
        f"{SITE}/film/{roxy.movie.pk}",
        f"{SITE}/show/{show_tomorrow.pk}",
        f"{SITE}/show/{roxy.show.pk}",
    ]


def test_sitemap_omits_shows_that_cannot_be_bought(open_page: OpenPage, roxy: Cinema) -> None:
    cancelled = make_cinema(rows=1, seats_per_row=1)
    Show.objects.filter(pk=cancelled.show.pk).update(status=ShowStatus.CANCELLED)
    over = make_cinema(rows=1, seats_per_row=1)
    Show.objects.filter(pk=over.show.pk).update(sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
    later = datetime.now(UTC) + DAY
    Show.objects.filter(pk=roxy.show.pk).update(sales_open_at=later)
    assert sitemap_addresses(open_page) == [
        f"{SITE}/",
        f"{SITE}/film/{roxy.movie.pk}",
        f"{SITE}/show/{roxy.show.pk}",
    ]


def test_sitemap_lists_at_most_50_000_addresses(
    open_page: OpenPage, roxy: Cinema, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _limit() == 50_000
    for name in ("queries", "crawlers"):
        monkeypatch.setattr(f"matinee.pages.{name}.MAX_SITEMAP_URLS", 3)
    for days in (1, 2, 3):
        make_show(movie=roxy.movie, hall=roxy.hall, starts_at=datetime.now(UTC) + days * DAY)
    assert len(sitemap_addresses(open_page)) == 3


def _limit() -> int:
    from matinee.pages.queries import MAX_SITEMAP_URLS

    return MAX_SITEMAP_URLS


def test_sitemap_is_cached_for_an_hour(open_page: OpenPage, roxy: Cinema) -> None:
    first = open_page("/sitemap.xml").response
    assert first["Cache-Control"] == "public, max-age=3600"
    assert open_page("/sitemap.xml", if_none_match=first["ETag"]).response.status_code == 304
    Show.objects.filter(pk=roxy.show.pk).update(status=ShowStatus.CANCELLED)
    assert open_page("/sitemap.xml", if_none_match=first["ETag"]).response.status_code == 200
