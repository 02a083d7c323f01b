"""Texts by language and search: what holds for any texts."""

from hypothesis import assume, given
from hypothesis import strategies as st

from matinee.core.text_search import SearchText, find, fold, is_similar
from matinee.core.translations import fallbacks, known_language, language_tag, translated
from tests.properties.test_parsers import fuzzed

parts = st.sampled_from(["de", "en", "zh", "pt"])
tags = st.builds(
    lambda language, rest: language_tag("-".join([language, *rest])),
    parts,
    st.lists(st.sampled_from(["AT", "Hant", "BR", "419", "1996"]), max_size=3),
)
translations = st.dictionaries(
    tags, st.dictionaries(st.sampled_from(["title", "genre"]), st.text(max_size=3), max_size=2), max_size=6
)


@fuzzed
@given(translations, tags)
def test_a_text_is_the_first_of_its_fallbacks_that_exists(texts: dict[str, dict[str, str]], tag: str) -> None:
    candidates = [texts.get(one, {}).get("title", "") for one in fallbacks(tag)]
    assert translated(texts, "title", "base", tag) == next(filter(None, [*candidates, "base"]))


@fuzzed
@given(translations, tags)
def test_the_known_language_gives_the_same_texts(texts: dict[str, dict[str, str]], tag: str) -> None:
    known = known_language(tag, texts)
    assert known == "" or known in texts
    for name in ("title", "genre"):
        assert translated(texts, name, "base", known) == translated(texts, name, "base", tag)


@fuzzed
@given(st.text(max_size=60), st.data())
def test_any_part_of_a_text_that_does_not_fold_to_nothing_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assume(len(fold(part).strip()) != 1)
    for query in (part, part.upper(), part.lower()):
        assert find({1: SearchText.of([text])}, query) == ([1] if fold(query).strip() else [])


@fuzzed
@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 3))
def test_similarity_is_symmetric(one: str, other: str, errors: int) -> None:
    assert is_similar(one, other, errors) == is_similar(other, one, errors)
    assert is_similar(one, one, errors)
