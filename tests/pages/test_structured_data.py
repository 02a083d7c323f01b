"""The schema.org descriptions of pages: exact contents."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matinee.booking.services import hold_seats
from matinee.shows.models import Show, ShowStatus
from matinee.venues.models import Venue
from tests.cinema import Cinema
from tests.pages.parsed_page import SITE, OpenPage

pytestmark = pytest.mark.django_db

CARD = f"{SITE}/static/app/social-card.png"
YEAR = 2100


def theatre(roxy: Cinema) -> dict[str, Any]:
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
        "url": f"{SITE}/?venue={roxy.venue.pk}",
    }


def film(roxy: Cinema) -> dict[str, Any]:
    return {
        "@type": "Movie",
        "name": "Große <Fragen> & Co",
        "url": f"{SITE}/film/{roxy.movie.pk}",
        "image": CARD,
        "duration": "PT100M",
        "genre": "Drama",
        "contentRating": "FSK 12",
        "director": {"@type": "Person", "name": "Agnès Varda"},
        "dateCreated": "1985",
        "inLanguage": "fr",
    }


def offer(roxy: Cinema, availability: str = "InStock") -> dict[str, Any]:
    return {
        "@type": "Offer",
        "price": "12.50",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{availability}",
        "validFrom": "2026-07-01T10:00:00+02:00",
        "validThrough": f"{YEAR}-01-15T20:15:00+01:00",
        "url": f"{SITE}/show/{roxy.show.pk}",
    }


def show(roxy: Cinema) -> dict[str, Any]:
    return {
        "@type": "ScreeningEvent",
        "name": "Große <Fragen> & Co",
        "url": f"{SITE}/show/{roxy.show.pk}",
        "image": CARD,
        "startDate": f"{YEAR}-01-15T20:15:00+01:00",
        "endDate": f"{YEAR}-01-15T22:15:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": theatre(roxy),
        "workPresented": film(roxy),
        "inLanguage": "fr",
        "subtitleLanguage": "de",
        "videoFormat": "3D",
        "offers": offer(roxy),
    }


def change_show(roxy: Cinema, **fields: Any) -> None:
    Show.objects.filter(pk=roxy.show.pk).update(**fields)


def test_programme_describes_the_cinemas(open_page: OpenPage, roxy: Cinema) -> None:
    assert open_page("/").structured_data == {"@context": "https://schema.org", **theatre(roxy)}


def test_a_cinema_has_its_contact_and_opening_hours(open_page: OpenPage, roxy: Cinema) -> None:
    Venue.objects.update(
        phone="0611 1",
        email="kasse@roxy.example",
        website="https://roxy.example/",
        opening_hours=[{"weekday": 7, "opens": "14:00", "closes": "01:00"}],
    )
    hours = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Sunday",
        "opens": "14:00",
        "closes": "01:00",
    }
    assert open_page("/").structured_data == {
        "@context": "https://schema.org",
        **theatre(roxy),
        "telephone": "0611 1",
        "email": "kasse@roxy.example",
        "sameAs": "https://roxy.example/",
        "openingHoursSpecification": [hours],
    }


def test_show_page_describes_the_show(open_page: OpenPage, roxy: Cinema) -> None:
    page = open_page(f"/show/{roxy.show.pk}")
    assert page.structured_data == {"@context": "https://schema.org", **show(roxy)}


def test_film_page_describes_the_film_and_its_shows(open_page: OpenPage, roxy: Cinema) -> None:
    name = f"{SITE}/film/{roxy.movie.pk}"
    assert open_page(f"/film/{roxy.movie.pk}").structured_data == {
        "@context": "https://schema.org",
        "@graph": [{**film(roxy), "@id": name}, {**show(roxy), "workPresented": {"@id": name}}],
    }


def test_poster_of_a_film_replaces_the_default_image(open_page: OpenPage, roxy: Cinema) -> None:
    poster = "https://posters.example/7.jpg"
    type(roxy.movie).objects.filter(pk=roxy.movie.pk).update(poster_url=poster)
    data = open_page(f"/show/{roxy.show.pk}").structured_data
    assert data == {
        "@context": "https://schema.org",
        **show(roxy),
        "image": poster,
        "workPresented": {**film(roxy), "image": poster},
    }


def test_unknown_fields_are_omitted(open_page: OpenPage, roxy: Cinema) -> None:
    change_show(roxy, audio_language="", subtitle_language="", format="")
    type(roxy.movie).objects.filter(pk=roxy.movie.pk).update(
        genre="", ratings={}, director="", release_year=None, original_language=""
    )
    data = open_page(f"/show/{roxy.show.pk}").structured_data
    omitted = {"inLanguage", "subtitleLanguage", "videoFormat"}
    assert data.keys() == {"@context"} | show(roxy).keys() - omitted
    assert data["workPresented"].keys() == {"@type", "name", "url", "image", "duration"}


def test_title_cannot_close_the_script_element(open_page: OpenPage, roxy: Cinema) -> None:
    title = '</script><script>alert("1")</script><!-- &'
    type(roxy.movie).objects.filter(pk=roxy.movie.pk).update(title=title)
    page = open_page(f"/show/{roxy.show.pk}")
    assert page.structured_data["name"] == title
    assert "</script><script>" not in page.html
    assert "<script>" not in page.html


def test_offer_is_sold_out_when_the_last_seat_is_held(open_page: OpenPage, roxy: Cinema) -> None:
    hold_seats(show_id=roxy.show.pk, seat_ids=roxy.ids("A1", "A2", "B1"))
    assert open_page(f"/show/{roxy.show.pk}").structured_data["offers"] == offer(roxy)
    hold_seats(show_id=roxy.show.pk, seat_ids=roxy.ids("B2"))
    assert open_page(f"/show/{roxy.show.pk}").structured_data["offers"] == offer(roxy, "SoldOut")


def test_offer_before_sales_open_is_a_preorder(open_page: OpenPage, roxy: Cinema) -> None:
    opens = datetime(YEAR, 1, 1, 9, tzinfo=UTC)
    change_show(roxy, sales_open_at=opens)
    assert open_page(f"/show/{roxy.show.pk}").structured_data["offers"] == {
        **offer(roxy, "PreOrder"),
        "validFrom": f"{YEAR}-01-01T10:00:00+01:00",
    }


def test_no_offer_after_sales_have_closed(open_page: OpenPage, roxy: Cinema) -> None:
    change_show(roxy, sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
    assert "offers" not in open_page(f"/show/{roxy.show.pk}").structured_data


def test_cancelled_show_has_its_status_and_no_offer(open_page: OpenPage, roxy: Cinema) -> None:
    change_show(roxy, status=ShowStatus.CANCELLED)
    data = open_page(f"/show/{roxy.show.pk}").structured_data
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data
