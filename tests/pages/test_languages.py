"""Pages in the visitor's language, with the film's texts in it."""

import pytest

from matinee.catalogue.models import Movie
from tests.cinema import Cinema
from tests.pages.parsed_page import OpenPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def translated(roxy: Cinema) -> None:
    """A film with a German title, synopsis and genre."""
    Movie.objects.filter(pk=roxy.movie.pk).update(
        original_title="Grandes questions",
        synopsis="One.",
        cast=["Sandrine Bonnaire"],
        translations={"de": {"title": "Vogelfrei", "genre": "Schauspiel", "synopsis": "Eins."}},
    )


def test_the_title_of_a_film_and_of_a_show(open_page: OpenPage, roxy: Cinema) -> None:
    for address, english, german in (
        (f"/film/{roxy.movie.pk}", "Große <Fragen> & Co · Matinee", "Vogelfrei · Matinee"),
        (
            f"/show/{roxy.show.pk}",
            "Große <Fragen> & Co, 20:15: choose seats · Matinee",
            "Vogelfrei, 20:15: Plätze wählen · Matinee",
        ),
    ):
        assert open_page(address).title == english
        assert open_page(address, accept_language="de").title == german


def test_structured_data(open_page: OpenPage, roxy: Cinema) -> None:
    shown = open_page(f"/show/{roxy.show.pk}", accept_language="de").structured_data
    film = shown["workPresented"]
    assert (shown["name"], film["name"], film["alternateName"]) == (
        "Vogelfrei",
        "Vogelfrei",
        "Grandes questions",
    )
    assert (film["genre"], film["description"]) == ("Schauspiel", "Eins.")
    assert film["actor"] == [{"@type": "Person", "name": "Sandrine Bonnaire"}]
    assert open_page(f"/show/{roxy.show.pk}").structured_data["workPresented"]["description"] == "One."


def test_the_first_requests_are_in_the_language(open_page: OpenPage, roxy: Cinema) -> None:
    asked = [
        link["href"]
        for address in (f"/film/{roxy.movie.pk}", f"/show/{roxy.show.pk}")
        for link in open_page(address, accept_language="de").links("preload")
        if link["as"] == "fetch"
    ]
    assert asked == [
        "/api/config/",
        f"/api/movies/{roxy.movie.pk}/?lang=de",
        f"/api/shows/?movie={roxy.movie.pk}&page_size=200&lang=de",
        f"/api/hall-layout/{roxy.show.pk}/?lang=de",
        "/api/config/",
    ]
