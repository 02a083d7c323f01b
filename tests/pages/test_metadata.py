"""Titles, descriptions, languages and cards, for people and for those who link to us."""

import pytest

from tests.cinema import Cinema, make_cinema
from tests.pages.parsed_page import SITE, See

pytestmark = pytest.mark.django_db

CARD = f"{SITE}/static/app/social-card.png"


def described(
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


def test_the_programme(see: See, cinema: Cinema) -> None:
    seen = see(f"/?venue={cinema.venue.pk}&date=2026-12-24")
    assert (seen.language, seen.title) == ("en", "What’s on · Matinee")
    assert seen.metas == described(
        path="/",
        title="What’s on",
        description="Films, times and prices at Roxy (Testville). Choose your seats on the map.",
        locale="en_GB",
    )
    assert seen.links("canonical") == [{"rel": "canonical", "href": f"{SITE}/"}]


def test_a_film(see: See, cinema: Cinema) -> None:
    path = f"/film/{cinema.movie.pk}"
    seen = see(path)
    assert seen.title == "Große <Fragen> & Co · Matinee"
    assert seen.metas == described(
        path=path,
        title="Große <Fragen> & Co",
        description="Große <Fragen> & Co: 1985 · 100 min · Drama · PG. Times, prices and seats.",
        locale="en_GB",
        kind="video.movie",
    )
    assert seen.links("canonical") == [{"rel": "canonical", "href": SITE + path}]


def test_a_films_own_poster_comes_before_our_card(see: See, cinema: Cinema) -> None:
    poster = "https://posters.example/7.jpg"
    type(cinema.movie).objects.filter(pk=cinema.movie.pk).update(poster_url=poster)
    for address in (f"/film/{cinema.movie.pk}", f"/show/{cinema.show.pk}"):
        metas = see(address).metas
        assert (metas["og:image"], metas["twitter:card"]) == (poster, "summary")
        assert "og:image:width" not in metas


def test_a_show(see: See, cinema: Cinema) -> None:
    path = f"/show/{cinema.show.pk}"
    seen = see(path)
    # The title that web/src/public/features/seats/show-header.tsx sets.
    assert seen.title == "Große <Fragen> & Co, 20:15: choose seats · Matinee"
    assert seen.metas == described(
        path=path,
        title="Große <Fragen> & Co, 20:15: choose seats",
        description="Große <Fragen> & Co on Friday 15 January at 20:15, Hall 1, Roxy in Testville."
        " From €12.50.",
        locale="en_GB",
    )


def test_a_show_in_german(see: See, cinema: Cinema) -> None:
    path = f"/show/{cinema.show.pk}"
    seen = see(path, accept_language="de-AT,en;q=0.5")
    assert (seen.language, seen.title) == ("de", "Große <Fragen> & Co, 20:15: Plätze wählen · Matinee")
    assert seen.metas == described(
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
        ("/find", "Find my booking · Matinee", "Buchung finden · Matinee"),
    ],
)
def test_what_is_somebodys_own_is_not_for_search_engines(
    see: See, address: str, title: str, german: str
) -> None:
    seen = see(address)
    assert seen.title == title
    assert seen.metas == {"robots": "noindex"}
    assert seen.answer["X-Robots-Tag"] == "noindex"
    assert seen.links("canonical") == []
    assert see(address, accept_language="de").title == german


def test_a_tickets_address_is_told_to_nobody(see: See) -> None:
    seen = see("/ticket/Sesame-Open-Up")
    assert seen.answer["Referrer-Policy"] == "no-referrer"
    assert "Sesame" not in seen.html


def test_public_pages_may_be_found(see: See, cinema: Cinema) -> None:
    for address in ("/", f"/film/{cinema.movie.pk}", f"/show/{cinema.show.pk}"):
        answer = see(address).answer
        assert "X-Robots-Tag" not in answer
        assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [("", "", "en"), ("", "de", "de"), ("language=en", "de", "en"), ("language=xx", "de", "de")],
)
def test_the_chosen_language_comes_before_the_browsers(
    see: See, cookie: str, accepted: str, language: str
) -> None:
    assert see("/", cookie=cookie, accept_language=accepted).language == language


def test_three_cinemas_are_named_and_no_more(see: See) -> None:
    names = [make_cinema(rows=1, seats_per_row=1).venue.name for _ in range(4)]
    named = ", ".join(f"{name} (Testville)" for name in sorted(names)[:3])
    description = see("/").metas["description"]
    assert description == f"Films, times and prices at {named}. Choose your seats on the map."
