"""The text of pages without JavaScript. tests/e2e/test_pages.py checks its layout."""

import re
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from matinee.checkout.models import LegalPage
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import OpenPage, ParsedPage

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
BOX_OFFICE = (
    "Choosing seats and paying online need JavaScript. Without it, you can see the programme here"
    " and buy tickets at the cinema’s box office."
)


def texts_of(page: ParsedPage) -> list[str]:
    """Return the text of the plain version of a page, one string per element."""
    (content,) = re.findall(r'<div class="plain" id="plain">(.*?)</div>', page.html, re.DOTALL)
    assert re.sub(r"<noscript>.*?</noscript>", "", content, flags=re.DOTALL).split() == ["<main></main>"]
    texts = (" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", content))
    return [text for text in texts if text]


def test_programme_links_to_the_legal_pages_of_each_cinema(open_page: OpenPage, roxy: Cinema) -> None:
    LegalPage.objects.create(venue=roxy.venue, kind="privacy", language="en", text="# Data")
    LegalPage.objects.create(venue=roxy.venue, kind="imprint", language="en", url="https://roxy.example/")
    page = open_page("/")
    assert texts_of(page)[-5:-1] == ["Roxy:", "Legal notice", "·", "Privacy"]
    links = [f'href="{address}"' for address in ("https://roxy.example/", f"/legal/{roxy.venue.pk}/privacy")]
    assert all(link in page.html for link in links)


def test_programme_lists_shows_of_the_next_24_hours(
    open_page: OpenPage, roxy: Cinema, show_tomorrow: Show
) -> None:
    start = show_tomorrow.starts_at.astimezone(BERLIN)
    page = open_page("/")
    assert texts_of(page) == [
        "Matinee",
        "What’s on",
        "The next 24 hours",
        "Roxy, Testville",
        "Große <Fragen> & Co",
        ":",
        f"{start:%H:%M}",
        BOX_OFFICE,
    ]
    assert f'<a href="/film/{roxy.movie.pk}">' in page.html
    link = f'<a href="/show/{show_tomorrow.pk}"><time datetime="{start.isoformat(timespec="seconds")}">'
    assert link in page.html


def test_programme_without_shows_says_so(open_page: OpenPage) -> None:
    assert texts_of(open_page("/")) == ["Matinee", "What’s on", "The next 24 hours", "No shows", BOX_OFFICE]


def test_film_page_lists_details_and_shows(open_page: OpenPage, roxy: Cinema) -> None:
    assert texts_of(open_page(f"/film/{roxy.movie.pk}")) == [
        "Matinee",
        "Große <Fragen> & Co",
        "1985 · 100 min · Drama · FSK 12",
        "Director: Agnès Varda",
        "Friday 15 January",
        "20:15",
        "Hall 1, Roxy, Testville · 3D, French, German subtitles · €12.50",
        BOX_OFFICE,
    ]


def test_show_page_lists_details(open_page: OpenPage, roxy: Cinema) -> None:
    assert texts_of(open_page(f"/show/{roxy.show.pk}")) == [
        "Matinee",
        "Große <Fragen> & Co",
        "1985 · 100 min · Drama · FSK 12",
        "When",
        "Friday 15 January, 20:15",
        "Where",
        "Hall 1, Roxy, 1 High Street, Testville",
        "Version",
        "3D, French, German subtitles",
        "Price from",
        "€12.50",
        BOX_OFFICE,
    ]


def test_german_show_page_is_translated(open_page: OpenPage, roxy: Cinema) -> None:
    assert texts_of(open_page(f"/show/{roxy.show.pk}", accept_language="de"))[2:] == [
        "1985 · 100 Min. · Drama · FSK 12",
        "Wann",
        "Freitag, 15. Januar, 20:15",
        "Wo",
        "Hall 1, Roxy, 1 High Street, Testville",
        "Fassung",
        "3D, Französisch, Untertitel: Deutsch",
        "Preis ab",
        "12,50 €",
        "Plätze wählen und online bezahlen geht nur mit JavaScript. Ohne JavaScript gibt es hier das Programm"
        " und Karten an der Kinokasse.",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": ShowStatus.CANCELLED}, "Cancelled"),
        ({"sales_close_at": datetime(2026, 7, 2, tzinfo=UTC)}, "Online sales have ended"),
        ({"sales_open_at": datetime(2100, 1, 1, tzinfo=UTC)}, "Not on sale yet"),
    ],
)
def test_show_page_explains_why_sales_are_closed(
    open_page: OpenPage, roxy: Cinema, change: dict[str, ShowStatus | datetime], words: str
) -> None:
    Show.objects.filter(pk=roxy.show.pk).update(**change)
    assert texts_of(open_page(f"/show/{roxy.show.pk}"))[-2:] == [words, BOX_OFFICE]


def test_cancelled_show_is_not_on_the_programme(
    open_page: OpenPage, roxy: Cinema, show_tomorrow: Show
) -> None:
    Show.objects.filter(pk=show_tomorrow.pk).update(status=ShowStatus.CANCELLED)
    assert "No shows" in texts_of(open_page("/"))
    assert "Cancelled" in texts_of(open_page(f"/film/{roxy.movie.pk}"))[6]
