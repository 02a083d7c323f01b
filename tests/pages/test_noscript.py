"""What can be read without JavaScript; how it looks there: tests/e2e/test_pages.py."""

import re
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import See, Seen

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
BOX_OFFICE = (
    "Choosing seats and paying online need JavaScript. Without it, you can see the programme here"
    " and buy tickets at the cinema’s box office."
)


def lines(seen: Seen) -> list[str]:
    """The page's plain content, tag by tag."""
    (inside,) = re.findall(r'<div class="plain" id="plain">(.*?)</div>', seen.html, re.DOTALL)
    assert re.sub(r"<noscript>.*?</noscript>", "", inside, flags=re.DOTALL).split() == ["<main></main>"]
    texts = (" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", inside))
    return [text for text in texts if text]


def test_the_programme_of_the_next_day(see: See, cinema: Cinema, tomorrow: Show) -> None:
    time = tomorrow.starts_at.astimezone(BERLIN)
    seen = see("/")
    assert lines(seen) == [
        "Matinee",
        "What’s on",
        "The next 24 hours",
        "Roxy, Testville",
        "Große <Fragen> & Co",
        ":",
        f"{time:%H:%M}",
        BOX_OFFICE,
    ]
    assert f'<a href="/film/{cinema.movie.pk}">' in seen.html
    assert (
        f'<a href="/show/{tomorrow.pk}"><time datetime="{time.isoformat(timespec="seconds")}">' in seen.html
    )


def test_no_programme(see: See) -> None:
    assert lines(see("/")) == ["Matinee", "What’s on", "The next 24 hours", "No shows", BOX_OFFICE]


def test_a_film(see: See, cinema: Cinema) -> None:
    assert lines(see(f"/film/{cinema.movie.pk}")) == [
        "Matinee",
        "Große <Fragen> & Co",
        "1985 · 100 min · Drama · PG",
        "Director: Agnès Varda",
        "Friday 15 January",
        "20:15",
        "Hall 1, Roxy, Testville · 3D, French, German subtitles · €12.50",
        BOX_OFFICE,
    ]


def test_a_show(see: See, cinema: Cinema) -> None:
    assert lines(see(f"/show/{cinema.show.pk}")) == [
        "Matinee",
        "Große <Fragen> & Co",
        "1985 · 100 min · Drama · PG",
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


def test_a_show_in_german(see: See, cinema: Cinema) -> None:
    assert lines(see(f"/show/{cinema.show.pk}", accept_language="de"))[2:] == [
        "1985 · 100 Min. · Drama · PG",
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
def test_why_there_are_no_tickets(
    see: See, cinema: Cinema, change: dict[str, ShowStatus | datetime], words: str
) -> None:
    Show.objects.filter(pk=cinema.show.pk).update(**change)
    assert lines(see(f"/show/{cinema.show.pk}"))[-2:] == [words, BOX_OFFICE]


def test_a_cancelled_show_is_not_on_the_programme(see: See, cinema: Cinema, tomorrow: Show) -> None:
    Show.objects.filter(pk=tomorrow.pk).update(status=ShowStatus.CANCELLED)
    assert "No shows" in lines(see("/"))
    assert "Cancelled" in lines(see(f"/film/{cinema.movie.pk}"))[6]
