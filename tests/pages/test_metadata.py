"""Titles, descriptions, languages and link previews of pages."""

import pytest

from tests.cinema import Cinema, make_cinema
from tests.pages.parsed_page import SITE, OpenPage

pytestmark = pytest.mark.django_db

CARD = f"{SITE}/static/app/social-card.png"


def expected_metas(
    *, path: str, title: str, description: str, locale: str, kind: str = "website"
) -> dict[str, str]:
    return {
        "description": description,
        "og:site_name": "Matinee",
        "og:type": kind,
        "og:title": title,
        "og:description": description,
        "og:url": SITE + path,
        "og:locale": locale,
        "og:image": CARD,
        "og:image:width": "1200",
        "og:image:height": "630",
        "twitter:card": "summary_large_image",
    }


def test_programme_has_metadata(open_page: OpenPage, roxy: Cinema) -> None:
    page = open_page(f"/?venue={roxy.venue.pk}&date=2026-12-24")
    assert (page.language, page.title) == ("en", "What’s on · Matinee")
    assert page.metas == expected_metas(
        path="/",
        title="What’s on",
        description="Films, times and prices at Roxy (Testville). Choose your seats on the map.",
        locale="en_GB",
    )
    assert page.links("canonical") == [{"rel": "canonical", "href": f"{SITE}/"}]


def test_film_page_has_metadata(open_page: OpenPage, roxy: Cinema) -> None:
    path = f"/film/{roxy.movie.pk}"
    page = open_page(path)
    assert page.title == "Große <Fragen> & Co · Matinee"
    assert page.metas == expected_metas(
        path=path,
        title="Große <Fragen> & Co",
        description="Große <Fragen> & Co: 1985 · 100 min · Drama · FSK 12. Times, prices and seats.",
        locale="en_GB",
        kind="video.movie",
    )
    assert page.links("canonical") == [{"rel": "canonical", "href": SITE + path}]


def test_poster_of_a_film_replaces_the_default_image(open_page: OpenPage, roxy: Cinema) -> None:
    poster = "https://posters.example/7.jpg"
    type(roxy.movie).objects.filter(pk=roxy.movie.pk).update(poster_url=poster)
    for address in (f"/film/{roxy.movie.pk}", f"/show/{roxy.show.pk}"):
        metas = open_page(address).metas
        assert (metas["og:image"], metas["twitter:card"]) == (poster, "summary")
        assert "og:image:width" not in metas


def test_show_page_has_metadata(open_page: OpenPage, roxy: Cinema) -> None:
    path = f"/show/{roxy.show.pk}"
    page = open_page(path)
    # The title that web/src/public/features/seats/show-header.tsx sets.
    assert page.title == "Große <Fragen> & Co, 20:15: choose seats · Matinee"
    assert page.metas == expected_metas(
        path=path,
        title="Große <Fragen> & Co, 20:15: choose seats",
        description="Große <Fragen> & Co on Friday 15 January at 20:15, Hall 1, Roxy in Testville."
        " From €12.50.",
        locale="en_GB",
    )


def test_german_show_page_has_german_metadata(open_page: OpenPage, roxy: Cinema) -> None:
    path = f"/show/{roxy.show.pk}"
    page = open_page(path, accept_language="de-AT,en;q=0.5")
    assert (page.language, page.title) == ("de", "Große <Fragen> & Co, 20:15: Plätze wählen · Matinee")
    assert page.metas == expected_metas(
        path=path,
        title="Große <Fragen> & Co, 20:15: Plätze wählen",
        description="Große <Fragen> & Co: Freitag, 15. Januar, 20:15 Uhr, Hall 1, Roxy in Testville."
        " Ab 12,50\N{NO-BREAK SPACE}€.",
        locale="de_DE",
    )


@pytest.mark.parametrize(
    ("address", "title", "german"),
    [
        ("/checkout", "Checkout · Matinee", "Kasse · Matinee"),
        ("/ticket/Sesame-Open-Up", "Your booking · Matinee", "Ihre Buchung · Matinee"),
        ("/find", "My bookings · Matinee", "Meine Buchungen · Matinee"),
    ],
)
def test_private_pages_are_not_indexed(open_page: OpenPage, address: str, title: str, german: str) -> None:
    page = open_page(address)
    assert page.title == title
    assert page.metas == {"robots": "noindex"}
    assert page.response["X-Robots-Tag"] == "noindex"
    assert page.links("canonical") == []
    assert open_page(address, accept_language="de").title == german


def test_ticket_page_sends_no_referrer(open_page: OpenPage) -> None:
    page = open_page("/ticket/Sesame-Open-Up")
    assert page.response["Referrer-Policy"] == "no-referrer"
    assert "Sesame" not in page.html


def test_public_pages_can_be_indexed(open_page: OpenPage, roxy: Cinema) -> None:
    for address in ("/", f"/film/{roxy.movie.pk}", f"/show/{roxy.show.pk}"):
        response = open_page(address).response
        assert "X-Robots-Tag" not in response
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [("", "", "en"), ("", "de", "de"), ("language=en", "de", "en"), ("language=xx", "de", "de")],
)
def test_selected_language_takes_precedence_over_the_browsers(
    open_page: OpenPage, cookie: str, accepted: str, language: str
) -> None:
    assert open_page("/", cookie=cookie, accept_language=accepted).language == language


def test_description_names_at_most_three_cinemas(open_page: OpenPage) -> None:
    names = [make_cinema(rows=1, seats_per_row=1).venue.name for _ in range(4)]
    named = ", ".join(f"{name} (Testville)" for name in sorted(names)[:3])
    description = open_page("/").metas["description"]
    assert description == f"Films, times and prices at {named}. Choose your seats on the map."
