"""The schema.org descriptions of pages: exact contents."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matinee.booking.services import hold_seats
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import SITE, OpenPage

pytestmark = pytest.mark.django_db

CARD = f"{SITE}/static/app/social-card.png"
YEAR = 2100


def theatre(cinema: Cinema) -> dict[str, Any]:
    return {
        "@type": "MovieTheater",
        "name": "Roxy",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "1 High Street",
            "addressLocality": "Testville",
            "addressCountry": "DE",
        },
        "currenciesAccepted": "EUR",
        "url": f"{SITE}/?venue={cinema.venue.pk}",
    }


def film(cinema: Cinema) -> dict[str, Any]:
    return {
        "@type": "Movie",
        "name": "Große <Fragen> & Co",
        "url": f"{SITE}/film/{cinema.movie.pk}",
        "image": CARD,
        "duration": "PT100M",
        "genre": "Drama",
        "contentRating": "FSK 12",
        "director": {"@type": "Person", "name": "Agnès Varda"},
        "dateCreated": "1985",
        "inLanguage": "fr",
    }


def offer(cinema: Cinema, availability: str = "InStock") -> dict[str, Any]:
    return {
        "@type": "Offer",
        "price": "12.50",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{availability}",
        "validFrom": "2026-07-01T10:00:00+02:00",
        "validThrough": f"{YEAR}-01-15T20:15:00+01:00",
        "url": f"{SITE}/show/{cinema.show.pk}",
    }


def show(cinema: Cinema) -> dict[str, Any]:
    return {
        "@type": "ScreeningEvent",
        "name": "Große <Fragen> & Co",
        "url": f"{SITE}/show/{cinema.show.pk}",
        "image": CARD,
        "startDate": f"{YEAR}-01-15T20:15:00+01:00",
        "endDate": f"{YEAR}-01-15T22:15:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": theatre(cinema),
        "workPresented": film(cinema),
        "inLanguage": "fr",
        "subtitleLanguage": "de",
        "videoFormat": "3D",
        "offers": offer(cinema),
    }


def change_show(cinema: Cinema, **fields: Any) -> None:
    Show.objects.filter(pk=cinema.show.pk).update(**fields)


def test_programme_describes_the_cinemas(open_page: OpenPage, cinema: Cinema) -> None:
    assert open_page("/").structured_data == {"@context": "https://schema.org", **theatre(cinema)}


def test_show_page_describes_the_show(open_page: OpenPage, cinema: Cinema) -> None:
    page = open_page(f"/show/{cinema.show.pk}")
    assert page.structured_data == {"@context": "https://schema.org", **show(cinema)}


def test_film_page_describes_the_film_and_its_shows(open_page: OpenPage, cinema: Cinema) -> None:
    name = f"{SITE}/film/{cinema.movie.pk}"
    assert open_page(f"/film/{cinema.movie.pk}").structured_data == {
        "@context": "https://schema.org",
        "@graph": [{**film(cinema), "@id": name}, {**show(cinema), "workPresented": {"@id": name}}],
    }


def test_poster_of_a_film_replaces_the_default_image(open_page: OpenPage, cinema: Cinema) -> None:
    poster = "https://posters.example/7.jpg"
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(poster_url=poster)
    data = open_page(f"/show/{cinema.show.pk}").structured_data
    assert data == {
        "@context": "https://schema.org",
        **show(cinema),
        "image": poster,
        "workPresented": {**film(cinema), "image": poster},
    }


def test_unknown_fields_are_omitted(open_page: OpenPage, cinema: Cinema) -> None:
    change_show(cinema, audio_language="", subtitle_language="", format="")
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(
        genre="", ratings={}, director="", release_year=None, original_language=""
    )
    data = open_page(f"/show/{cinema.show.pk}").structured_data
    omitted = {"inLanguage", "subtitleLanguage", "videoFormat"}
    assert data.keys() == {"@context"} | show(cinema).keys() - omitted
    assert data["workPresented"].keys() == {"@type", "name", "url", "image", "duration"}


def test_title_cannot_close_the_script_element(open_page: OpenPage, cinema: Cinema) -> None:
    title = '</script><script>alert("1")</script><!-- &'
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(title=title)
    page = open_page(f"/show/{cinema.show.pk}")
    assert page.structured_data["name"] == title
    assert "</script><script>" not in page.html
    assert "<script>" not in page.html


def test_offer_is_sold_out_when_the_last_seat_is_held(open_page: OpenPage, cinema: Cinema) -> None:
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2", "B1"))
    assert open_page(f"/show/{cinema.show.pk}").structured_data["offers"] == offer(cinema)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B2"))
    assert open_page(f"/show/{cinema.show.pk}").structured_data["offers"] == offer(cinema, "SoldOut")


def test_offer_before_sales_open_is_a_preorder(open_page: OpenPage, cinema: Cinema) -> None:
    opens = datetime(YEAR, 1, 1, 9, tzinfo=UTC)
    change_show(cinema, sales_open_at=opens)
    assert open_page(f"/show/{cinema.show.pk}").structured_data["offers"] == {
        **offer(cinema, "PreOrder"),
        "validFrom": f"{YEAR}-01-01T10:00:00+01:00",
    }


def test_no_offer_after_sales_have_closed(open_page: OpenPage, cinema: Cinema) -> None:
    change_show(cinema, sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
    assert "offers" not in open_page(f"/show/{cinema.show.pk}").structured_data


def test_cancelled_show_has_its_status_and_no_offer(open_page: OpenPage, cinema: Cinema) -> None:
    change_show(cinema, status=ShowStatus.CANCELLED)
    data = open_page(f"/show/{cinema.show.pk}").structured_data
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data
