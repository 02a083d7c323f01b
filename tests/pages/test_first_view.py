"""What a page shows until the app renders. tests/e2e/test_pages.py checks that it is the largest content."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from matinee.catalogue.models import Movie
from matinee.venues.models import Venue
from matinee.venues.rules import business_day
from tests.cinema import Cinema, make_cinema, make_show
from tests.pages.conftest import START
from tests.pages.parsed_page import OpenPage, ParsedPage

pytestmark = pytest.mark.django_db


INTRODUCTION = "Films, times and prices at Roxy (Testville). Choose your seats on the map."


def first_view(page: ParsedPage) -> list[str]:
    """Return its texts below the name of the site, one string per element."""
    (root,) = re.findall(r'<div id="root">(.*?)<div class="plain"', page.html, re.DOTALL)
    texts = (" ".join(unescape(text).split()) for text in re.split(r"<[^>]*>", root))
    return [text for text in texts if text][1:]


def test_programme_names_the_films_and_times_of_the_selected_day(open_page: OpenPage, roxy: Cinema) -> None:
    make_show(movie=roxy.movie, hall=roxy.hall, starts_at=START + timedelta(hours=5))
    make_show(movie=roxy.movie, hall=roxy.hall, starts_at=START + timedelta(hours=15))
    assert first_view(open_page(f"/?venue={roxy.venue.pk}&date=2100-01-15")) == [
        "What’s on",
        INTRODUCTION,
        "Große <Fragen> & Co 20:15, 01:15",
    ]


def test_programme_is_that_of_today_without_a_date(open_page: OpenPage, roxy: Cinema) -> None:
    soon = make_show(movie=roxy.movie, hall=roxy.hall, starts_at=timezone.now() + timedelta(minutes=1))
    of_today = first_view(open_page(f"/?date={business_day(roxy.venue, soon.starts_at)}"))
    assert len(of_today) == 3
    assert first_view(open_page("/")) == of_today


def test_programme_is_that_of_the_next_day_once_today_has_no_shows_left(
    open_page: OpenPage, roxy: Cinema
) -> None:
    today = business_day(roxy.venue, timezone.now())
    assert first_view(open_page("/")) == ["What’s on", INTRODUCTION, "Große <Fragen> & Co 20:15"]
    assert first_view(open_page(f"/?date={today}")) == ["What’s on", INTRODUCTION]


def test_programme_is_that_of_the_selected_cinema(open_page: OpenPage, roxy: Cinema) -> None:
    other = make_cinema().venue
    Venue.objects.filter(pk=other.pk).update(name="Zenit")
    day = "date=2100-01-15"
    assert "Große" not in "".join(first_view(open_page(f"/?venue={other.pk}&{day}")))
    assert "Große" not in "".join(first_view(open_page(f"/?{day}", cookie=f"cinema={other.pk}")))
    assert "Große" in "".join(first_view(open_page(f"/?{day}", cookie=f"cinema={roxy.venue.pk}")))


@pytest.mark.parametrize(
    "query",
    [
        "date=2100-01-15&q=x",
        "date=2100-01-15&genre=Drama",
        "date=weekend",
        "date=9999-12-31",
        "date=0001-01-01",
    ],
)
@pytest.mark.usefixtures("roxy")
def test_programme_with_a_search_a_filter_or_an_empty_day_has_no_films(
    open_page: OpenPage, query: str
) -> None:
    assert first_view(open_page(f"/?{query}")) == ["What’s on", INTRODUCTION]


def test_film_has_its_summary_its_credits_and_its_synopsis(open_page: OpenPage, roxy: Cinema) -> None:
    Movie.objects.filter(pk=roxy.movie.pk).update(synopsis="One < two.", cast=["Yolande Moreau"])
    title, summary, credits_, synopsis = first_view(open_page(f"/film/{roxy.movie.pk}"))
    assert credits_ == "Director: Agnès Varda · Cast: Yolande Moreau · Original language: French"
    assert (title, synopsis) == ("Große <Fragen> & Co", "One < two.")
    assert summary.startswith("1985 · 100 min")


def test_show_has_its_film_time_hall_and_cinema(open_page: OpenPage, roxy: Cinema) -> None:
    assert first_view(open_page(f"/show/{roxy.show.pk}")) == [
        "Große <Fragen> & Co",
        "Friday 15 January,",
        "20:15",
        "Hall 1, Roxy",
    ]


@pytest.mark.parametrize("address", ["/checkout", "/find", "/ticket/anything", "/nowhere", "/film/99"])
def test_other_pages_have_the_name_of_the_site_only(open_page: OpenPage, address: str) -> None:
    assert first_view(open_page(address)) == []
