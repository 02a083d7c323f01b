"""The terms of sale of a cinema and its legal pages."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from matinee.checkout.models import LegalPage, Seller, VenueTerms
from tests.api.client import Api, assert_invalid, assert_problem
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db


def add(cinema: Cinema, kind: str, language: str, **content: str) -> LegalPage:
    return LegalPage.objects.create(venue=cinema.venue, kind=kind, language=language, **content)


def terms(api: Api, cinema: Cinema, query: str = "") -> Any:
    response = api.get(f"/api/venues/{cinema.venue.pk}/terms/{query}")
    assert response.status_code == 200
    return response.json()


def test_a_cinema_without_terms(api: Api, cinema: Cinema) -> None:
    assert terms(api, cinema) == {"refundable_until_minutes": None, "legal_pages": []}


def test_terms_with_a_link_for_each_kind(api: Api, cinema: Cinema) -> None:
    seller = Seller.objects.create(legal_name="Roxy")
    VenueTerms.objects.create(venue=cinema.venue, seller=seller, refundable_until_minutes=120)
    add(cinema, "privacy", "en", url="https://roxy.example/privacy")
    add(cinema, "imprint", "en", text="Roxy Ltd")
    assert terms(api, cinema) == {
        "refundable_until_minutes": 120,
        "legal_pages": [
            {"kind": "imprint", "language": "en", "url": f"/legal/{cinema.venue.pk}/imprint"},
            {"kind": "privacy", "language": "en", "url": "https://roxy.example/privacy"},
        ],
    }


@pytest.mark.parametrize(
    ("wanted", "languages", "chosen"),
    [
        ("de", ["en", "de"], "de"),
        ("de-AT", ["en", "de", "de-AT"], "de-AT"),
        ("de-AT", ["en", "de"], "de"),
        ("de", ["en", "de-CH"], "de-CH"),
        ("zh-Hant-TW", ["zh", "zh-Hant", "en"], "zh-Hant"),
        ("zh-Hant-TW", ["en", "zh-Hans", "zh"], "zh"),
        ("de-AT", ["en", "de-CH", "de-DE"], "de-CH"),
        ("fr", ["nl", "en-GB"], "en-GB"),
        ("fr", ["de", "en"], "en"),
        ("fr", ["nl", "de"], "nl"),
        ("", ["de", "en"], "en"),
    ],
)
def test_the_language_of_a_page(
    api: Api, cinema: Cinema, wanted: str, languages: list[str], chosen: str
) -> None:
    for language in languages:
        add(cinema, "terms", language, text=f"Terms in {language}")
    query = f"?lang={wanted}" if wanted else ""
    assert [page["language"] for page in terms(api, cinema, query)["legal_pages"]] == [chosen]
    page = api.get(f"/api/venues/{cinema.venue.pk}/legal/terms/{query}").json()
    assert page["language"] == chosen
    assert page["blocks"] == [{"heading": False, "text": f"Terms in {chosen}"}]
    assert page["venue_name"] == cinema.venue.name


def test_unknown_cinemas_and_pages(api: Api, cinema: Cinema) -> None:
    for venue_id in ("0", "x", "9" * 30, str(cinema.venue.pk + 1)):
        assert_problem(api.get(f"/api/venues/{venue_id}/terms/"), 404, "venue-not-found", "Venue not found")
    for path in (f"{cinema.venue.pk}/legal/imprint", f"{cinema.venue.pk}/legal/%00", "x/legal/imprint"):
        response = api.get(f"/api/venues/{path}/")
        assert_problem(response, 404, "legal-page-not-found", "Legal page not found")


@pytest.mark.parametrize(
    "query", ["?lang=", "?lang=d", "?lang=de_AT", "?lang=../de", "?lang=de%00", "?lang=de&lang=en"]
)
def test_bad_languages_are_rejected(api: Api, cinema: Cinema, query: str) -> None:
    assert_invalid(api.get(f"/api/venues/{cinema.venue.pk}/terms/{query}"), "lang")


def test_an_unchanged_response_is_not_sent_again(api: Api, cinema: Cinema) -> None:
    path = f"/api/venues/{cinema.venue.pk}/terms/"
    tag = api.get(path)["ETag"]
    assert api.get(path, If_None_Match=tag).status_code == 304
    add(cinema, "terms", "en", text="New")
    assert api.get(path, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": "  "},
        {"text": "Both", "url": "https://roxy.example/"},
        {"url": "javascript:alert(1)"},
        {"url": "roxy.example"},
        {"text": "x" * 100_001},
        {"text": "bell \a"},
        {"text": "Good", "language": "../de"},
        {"text": "Good", "language": "de_AT"},
        {"text": "Good", "language": "de-" + "a" * 40},
        {"text": "Good", "kind": "news"},
    ],
)
def test_a_page_is_a_text_or_an_address(cinema: Cinema, content: dict[str, str]) -> None:
    page = LegalPage(**{"venue": cinema.venue, "kind": "terms", "language": "en", **content})
    with pytest.raises(ValidationError):
        page.full_clean()


def test_language_and_text_are_stored_in_their_normal_form(cinema: Cinema) -> None:
    page = LegalPage(venue=cinema.venue, kind="terms", language="PT-br", text=" # One\r\nTwo\r\n")
    page.full_clean()
    assert (page.language, page.text) == ("pt-BR", "# One\nTwo")
    page.text = "x" * 100_000
    page.full_clean()


@pytest.mark.parametrize("content", [{"text": "bell \a"}, {"text": "Good", "language": "DE"}])
def test_the_database_rejects_control_characters_and_malformed_languages(
    cinema: Cinema, content: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError):
        add(cinema, "terms", **{"language": "en", **content})
