"""The fallback of texts by language, and the checks of stored translations."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from matinee.core.multi_line import multi_line
from matinee.core.translations import (
    checked_languages,
    checked_names,
    checked_translations,
    fallbacks,
    known_language,
    language_tag,
    short_line,
    translated,
)

UP = {
    "de": {"title": "Oben", "genre": "Abenteuer"},
    "de-AT": {"title": "Oben (AT)"},
    "fr": {"title": "Là-haut"},
}


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("de-u-co-phonebk", "de-u-co-phonebk"),
    ],
)
def test_a_tag_is_stored_in_its_usual_case(typed: str, tag: str) -> None:
    assert language_tag(typed) == tag


@pytest.mark.parametrize(
    "typed",
    ["", " de", "de\n", "d", "deutsch", "de_DE", "de-", "-de", "de--AT", "dé", "de-" + "x" * 40],
)
def test_other_text_is_no_tag(typed: str) -> None:
    with pytest.raises(ValidationError):
        language_tag(typed)


@pytest.mark.parametrize(
    ("language", "tags"),
    [
        ("", ()),
        ("de", ("de",)),
        ("de-AT", ("de-AT", "de")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh")),
        ("de-u-co-phonebk", ("de-u-co-phonebk", "de-u-co", "de")),
    ],
)
def test_a_tag_falls_back_to_its_shorter_forms(language: str, tags: tuple[str, ...]) -> None:
    assert fallbacks(language) == tags


@pytest.mark.parametrize(
    ("language", "title", "genre"),
    [
        ("", "Up", "Adventure"),
        ("en", "Up", "Adventure"),
        ("de", "Oben", "Abenteuer"),
        ("de-AT", "Oben (AT)", "Abenteuer"),
        ("de-CH", "Oben", "Abenteuer"),
        ("fr-CA", "Là-haut", "Adventure"),
        ("de-u-co-phonebk", "Oben", "Abenteuer"),
    ],
)
def test_each_text_falls_back_by_itself(language: str, title: str, genre: str) -> None:
    assert translated(UP, "title", "Up", language) == title
    assert translated(UP, "genre", "Adventure", language) == genre


def test_an_empty_translation_falls_back() -> None:
    assert translated({"de-AT": {"title": ""}, "de": {"title": "Oben"}}, "title", "Up", "de-AT") == "Oben"


@pytest.mark.parametrize(
    ("language", "known"), [("de-AT", "de-AT"), ("de-CH", "de"), ("xx", ""), ("", ""), ("fr-CA-x-a", "fr")]
)
def test_the_known_language_is_the_first_that_exists(language: str, known: str) -> None:
    assert known_language(language, UP) == known


def test_translations_are_stored_in_their_usual_form() -> None:
    checks = {"title": short_line, "synopsis": multi_line}
    given = {"PT-br": {"title": " Alto ", "synopsis": "a\r\nb"}, "de": {"title": ""}, "fr": {}}
    assert checked_translations(given, checks) == {"pt-BR": {"title": "Alto", "synopsis": "a\nb"}}
    assert checked_names({"DE": {"Preview": "Vorpremiere"}}) == {"de": {"Preview": "Vorpremiere"}}
    assert checked_languages(["DE", "de", "en-gb"]) == ["de", "en-GB"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "de",
        {"de": "Oben"},
        {"de": {"title": 1}},
        {"de": {"title": None}},
        {"german": {"title": "Oben"}},
        {"de": {"director": "Docter"}},
        {"de": {"title": "a\nb"}},
        {"de": {"title": "a\x00b"}},
        {"de": {"title": "x" * 301}},
        {"de": {"title": "Oben"}, "DE": {"title": "Oben"}},
        {f"a{a}{b}": {"title": "x"} for a in "abcdefgh" for b in "abcdefgh"},
    ],
)
def test_other_values_are_no_translations(value: Any) -> None:
    with pytest.raises(ValidationError):
        checked_translations(value, {"title": short_line})


def test_too_many_languages_are_an_error_of_what_they_are_for() -> None:
    tags = [f"a{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    with pytest.raises(ValidationError) as error:
        checked_translations({tag: {"title": "x"} for tag in tags}, {"title": short_line})
    assert error.value.code == "translations"
    with pytest.raises(ValidationError) as error:
        checked_languages(tags)
    assert error.value.code == "languages"


@pytest.mark.parametrize("value", [None, {}, "de", ["de", 1], ["german"], [None], ["de"] * 51])
def test_other_values_are_no_languages(value: Any) -> None:
    with pytest.raises(ValidationError):
        checked_languages(value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" a \r\n\r\n b\rc ", "a \n\n b\nc"), (" \n\u200b\n", ""), ("x" * 5000, "x" * 5000)],
)
def test_text_of_several_lines(typed: str, kept: str) -> None:
    assert multi_line(typed) == kept


@pytest.mark.parametrize(
    "typed", ["a\tb", "a\x00b", "a\x1bb", "a\u2028b", "a\u202eb", "a\ud800b", "x" * 5001]
)
def test_text_with_control_characters_or_too_much_of_it(typed: str) -> None:
    with pytest.raises(ValidationError):
        multi_line(typed)
