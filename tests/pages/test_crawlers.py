"""robots.txt and the sitemap."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from matinee.shows.models import Show, ShowStatus
from tests.cinema import DAY, Cinema, make_cinema, make_show
from tests.pages.parsed_page import SITE, See

pytestmark = pytest.mark.django_db

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(see: See) -> list[str | None]:
    seen = see("/sitemap.xml")
    assert seen.answer["Content-Type"] == "application/xml"
    return [loc.text for loc in ET.fromstring(seen.html).iter(LOC)]  # noqa: S314 - our own


def test_robots(see: See) -> None:
    seen = see("/robots.txt")
    assert seen.answer["Content-Type"] == "text/plain; charset=utf-8"
    assert seen.answer["Cache-Control"] == "public, max-age=3600"
    assert seen.html == (
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
def test_what_robots_may_read(see: See, path: str, allowed: bool) -> None:
    rules = RobotFileParser()
    rules.parse(see("/robots.txt").html.splitlines())
    assert rules.can_fetch("AnyBot", SITE + path) is allowed


def test_the_sitemap_has_the_films_and_shows_to_come(see: See, cinema: Cinema, tomorrow: Show) -> None:
    assert addresses(see) == [
        f"{SITE}/",
        f"{SITE}/film/{cinema.movie.pk}",
        f"{SITE}/show/{tomorrow.pk}",
        f"{SITE}/show/{cinema.show.pk}",
    ]


def test_the_sitemap_has_no_show_that_is_not_sold(see: See, cinema: Cinema) -> None:
    cancelled = make_cinema(rows=1, seats_per_row=1)
    Show.objects.filter(pk=cancelled.show.pk).update(status=ShowStatus.CANCELLED)
    over = make_cinema(rows=1, seats_per_row=1)
    Show.objects.filter(pk=over.show.pk).update(sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
    later = datetime.now(UTC) + DAY
    Show.objects.filter(pk=cinema.show.pk).update(sales_open_at=later)
    assert addresses(see) == [
        f"{SITE}/",
        f"{SITE}/film/{cinema.movie.pk}",
        f"{SITE}/show/{cinema.show.pk}",
    ]


def test_the_sitemap_lists_50_000_addresses_at_most(
    see: See, cinema: Cinema, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _limit() == 50_000
    for name in ("queries", "crawlers"):
        monkeypatch.setattr(f"matinee.pages.{name}.MAX_SITEMAP_URLS", 3)
    for days in (1, 2, 3):
        make_show(movie=cinema.movie, hall=cinema.hall, starts_at=datetime.now(UTC) + days * DAY)
    assert len(addresses(see)) == 3


def _limit() -> int:
    from matinee.pages.queries import MAX_SITEMAP_URLS

    return MAX_SITEMAP_URLS


def test_the_sitemap_is_kept_for_an_hour(see: See, cinema: Cinema) -> None:
    first = see("/sitemap.xml").answer
    assert first["Cache-Control"] == "public, max-age=3600"
    assert see("/sitemap.xml", if_none_match=first["ETag"]).answer.status_code == 304
    Show.objects.filter(pk=cinema.show.pk).update(status=ShowStatus.CANCELLED)
    assert see("/sitemap.xml", if_none_match=first["ETag"]).answer.status_code == 200
