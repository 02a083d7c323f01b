"""What a page shows until the app renders. tests/e2e/test_pages.py checks that it is the largest content."""

import re
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from matinee.catalogue.models import Movie
from matinee.shows.models import Show
from matinee.venues.models import Venue
from tests.cinema import Cinema, make_cinema
from tests.pages.parsed_page import OpenPage, ParsedPage

pytestmark = pytest.mark.django_db


def first_view(page: ParsedPage) -> list[str]:
    """Return its texts below the name of the site, one string per element."""
    (root,) = re.findall(r'<div id="root">(.*?)<div class="plain"', page.html, re.DOTALL)
    texts = (" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", root))
    return [text for text in texts if text][1:]


def test_programme_names_the_films_and_times_of_the_next_24_hours(
    open_page: OpenPage, roxy: Cinema, show_tomorrow: Show
) -> None:
    time = f"{show_tomorrow.starts_at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"
    assert first_view(open_page(f"/?venue={roxy.venue.pk}")) == [
        "What’s on",
        f"Große <Fragen> & Co {time}",
    ]


def test_programme_is_that_of_the_selected_cinema(open_page: OpenPage, show_tomorrow: Show) -> None:  # noqa: ARG001
    other = make_cinema().venue
    Venue.objects.filter(pk=other.pk).update(name="Zenit")
    assert "Große" not in "".join(first_view(open_page(f"/?venue={other.pk}")))
    assert "Große" not in "".join(first_view(open_page("/", cookie=f"cinema={other.pk}")))
    assert "Große" in "".join(first_view(open_page("/")))


def test_programme_of_another_day_has_no_films(open_page: OpenPage, show_tomorrow: Show) -> None:  # noqa: ARG001
    assert first_view(open_page("/?date=2100-01-15")) == ["What’s on"]


def test_film_has_its_summary_and_synopsis(open_page: OpenPage, roxy: Cinema) -> None:
    Movie.objects.filter(pk=roxy.movie.pk).update(synopsis="One < two.")
    title, summary, synopsis = first_view(open_page(f"/film/{roxy.movie.pk}"))
    assert (title, synopsis) == ("Große <Fragen> & Co", "One < two.")
    assert summary.startswith("1985 · 100 min")


def test_show_has_its_film_time_and_hall(open_page: OpenPage, roxy: Cinema) -> None:
    assert first_view(open_page(f"/show/{roxy.show.pk}")) == [
        "Große <Fragen> & Co",
        "Friday 15 January, 20:15",
        "Hall 1",
    ]


@pytest.mark.parametrize("address", ["/checkout", "/find", "/ticket/anything", "/nowhere", "/film/99"])
def test_other_pages_have_the_name_of_the_site_only(open_page: OpenPage, address: str) -> None:
    assert first_view(open_page(address)) == []
