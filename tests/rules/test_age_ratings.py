"""The age ratings of each country, and their rules in two languages."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from matinee.catalogue.age_ratings import MAX_LABEL_LENGTH, SYSTEMS, age_rating, age_ratings, checked_ratings
from matinee.core.countries import COUNTRIES

RATINGS = {"DE": "12", "US": "PG-13", "GB": "12A", "JP": "G"}


@pytest.mark.parametrize(
    ("country", "system", "label", "age"),
    [("DE", "FSK", "12", 12), ("US", "MPA", "PG-13", 0), ("GB", "BBFC", "12A", 12)],
)
def test_a_country_has_its_own_rating(country: str, system: str, label: str, age: int) -> None:
    found = age_rating(RATINGS, country, "")
    assert found
    assert (found.country, found.system, found.label, found.minimum_age) == (country, system, label, age)


@pytest.mark.parametrize("country", ["", "AT", "JP", "XX"])
def test_a_country_without_a_rating_has_none(country: str) -> None:
    assert age_rating(RATINGS, country, "") is None


def test_an_unknown_label_is_no_rating() -> None:
    assert age_rating({"DE": "13"}, "DE", "") is None


def test_the_rule_is_in_english_or_german() -> None:
    english, german = (age_rating(RATINGS, "DE", language) for language in ("fr", "de-AT"))
    assert english
    assert german
    assert english.rule == "For ages 12 and over; from 6 with a parent or an adult appointed by the parents."
    assert german.rule == (
        "Ab 12 Jahren; ab 6 Jahren in Begleitung einer personensorgeberechtigten oder "
        "erziehungsbeauftragten Person."
    )


def test_all_ratings_are_sorted_by_country() -> None:
    assert [one.country for one in age_ratings(RATINGS, "")] == ["DE", "GB", "US"]


@pytest.mark.parametrize("country", sorted(SYSTEMS))
def test_every_label_has_a_rule_in_both_languages(country: str) -> None:
    assert country in COUNTRIES
    _, labels = SYSTEMS[country]
    for label, meaning in labels.items():
        assert 0 < len(label) <= MAX_LABEL_LENGTH
        assert 0 <= meaning.minimum_age <= 18
        for rule in (meaning.rule, meaning.german):
            assert rule[0].isupper()
            assert rule.endswith(".")
    assert [one.minimum_age for one in labels.values()] == sorted(one.minimum_age for one in labels.values())


def test_known_labels_and_those_of_other_countries_are_stored() -> None:
    assert checked_ratings({**RATINGS, "US": " R "}) == {**RATINGS, "US": "R"}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "DE:12",
        {"DE": 12},
        {"DE": "13"},
        {"de": "12"},
        {"UK": "12A"},
        {"JP": ""},
        {"JP": "x" * 21},
        {"JP": "a\nb"},
    ],
)
def test_other_values_are_no_ratings(value: Any) -> None:
    with pytest.raises(ValidationError):
        checked_ratings(value)
