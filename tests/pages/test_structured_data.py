"""schema.org descriptions, word by word."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matinee.booking.services import hold_seats
from matinee.shows.models import Show, ShowStatus
from tests.cinema import Cinema
from tests.pages.parsed_page import SITE, See

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
        "contentRating": "PG",
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


def change(cinema: Cinema, **fields: Any) -> None:
    Show.objects.filter(pk=cinema.show.pk).update(**fields)


def test_the_programme_names_the_cinemas(see: See, cinema: Cinema) -> None:
    assert see("/").structured == {"@context": "https://schema.org", **theatre(cinema)}


def test_a_show(see: See, cinema: Cinema) -> None:
    seen = see(f"/show/{cinema.show.pk}")
    assert seen.structured == {"@context": "https://schema.org", **show(cinema)}


def test_a_film_with_its_shows(see: See, cinema: Cinema) -> None:
    name = f"{SITE}/film/{cinema.movie.pk}"
    assert see(f"/film/{cinema.movie.pk}").structured == {
        "@context": "https://schema.org",
        "@graph": [{**film(cinema), "@id": name}, {**show(cinema), "workPresented": {"@id": name}}],
    }


def test_a_films_own_poster_comes_before_our_card(see: See, cinema: Cinema) -> None:
    poster = "https://posters.example/7.jpg"
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(poster_url=poster)
    said = see(f"/show/{cinema.show.pk}").structured
    assert said == {
        "@context": "https://schema.org",
        **show(cinema),
        "image": poster,
        "workPresented": {**film(cinema), "image": poster},
    }


def test_what_is_not_known_is_left_out(see: See, cinema: Cinema) -> None:
    change(cinema, audio_language="", subtitle_language="", format="")
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(
        genre="", rating="", director="", release_year=None, original_language=""
    )
    said = see(f"/show/{cinema.show.pk}").structured
    left_out = {"inLanguage", "subtitleLanguage", "videoFormat"}
    assert said.keys() == {"@context"} | show(cinema).keys() - left_out
    assert said["workPresented"].keys() == {"@type", "name", "url", "image", "duration"}


def test_a_title_cannot_end_the_script(see: See, cinema: Cinema) -> None:
    title = '</script><script>alert("1")</script><!-- &'
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(title=title)
    seen = see(f"/show/{cinema.show.pk}")
    assert seen.structured["name"] == title
    assert "</script><script>" not in seen.html
    assert "<script>" not in seen.html


def test_sold_out_when_the_last_seat_is_held(see: See, cinema: Cinema) -> None:
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2", "B1"))
    assert see(f"/show/{cinema.show.pk}").structured["offers"] == offer(cinema)
    hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("B2"))
    assert see(f"/show/{cinema.show.pk}").structured["offers"] == offer(cinema, "SoldOut")


def test_before_sales_open(see: See, cinema: Cinema) -> None:
    opens = datetime(YEAR, 1, 1, 9, tzinfo=UTC)
    change(cinema, sales_open_at=opens)
    assert see(f"/show/{cinema.show.pk}").structured["offers"] == {
        **offer(cinema, "PreOrder"),
        "validFrom": f"{YEAR}-01-01T10:00:00+01:00",
    }


def test_nothing_is_offered_after_sales_have_closed(see: See, cinema: Cinema) -> None:
    change(cinema, sales_close_at=datetime.now(UTC) - timedelta(seconds=1))
    assert "offers" not in see(f"/show/{cinema.show.pk}").structured


def test_a_cancelled_show_says_so_and_offers_nothing(see: See, cinema: Cinema) -> None:
    change(cinema, status=ShowStatus.CANCELLED)
    said = see(f"/show/{cinema.show.pk}").structured
    assert said["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in said
