"""Search without accents and case, and with typing errors."""

import pytest

from matinee.core.text_search import SearchText, find, fold, is_similar

TEXTS = {
    1: SearchText.of(["Inception", "Christopher Nolan"]),
    2: SearchText.of(["Amélie", "Le fabuleux destin d’Amélie Poulain", "Jean-Pierre Jeunet"]),
    3: SearchText.of(["WALL-E"]),
    4: SearchText.of(["Spider-Man 2", "Sam Raimi"]),
    5: SearchText.of(["100% Wolf"]),
    6: SearchText.of(["Ein Käfig voller Narren"]),
    7: SearchText.of(["The Prestige", "Christopher Nolan"]),
    8: SearchText.of(["Smørrebrød in Łódź", "Straße"]),
    9: SearchText.of(["Ghost Rider", "Jon Watts"]),
    10: SearchText.of(["Up"]),
    11: SearchText.of(["Kaese und Brot"]),
    12: SearchText.of(["七人の侍", "2001"]),
    13: SearchText.of(["Wallace & Gromit"]),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("inception", [1]),
        ("CEPT", [1]),
        ("incepton", [1]),
        ("inceptoin", [1]),
        ("inzeption", [1]),
        ("incaptoin", [1]),
        ("amelie", [2]),
        ("AMÉLIE", [2]),
        ("Ame\u0301lie", [2]),
        ("d'amelie", [2]),
        ("jeunet amelie", [2]),
        ("wall-e", [3]),
        ("walle", [3]),
        ("wall e", [3]),
        ("e wall", [3]),
        ("the p", [7]),
        ("p the", []),
        ("wlal e", [3]),
        ("e", [3]),
        ("2", [4]),
        ("spider 2", [4]),
        ("人", [12]),
        ("七 人", [12]),
        ("spiderman", [4]),
        ("spider man", [4]),
        ("ghost-rider", [9]),
        ("ghost-rider watts", [9]),
        ("ghost – rider", [9]),
        ("ghots-rider", [9]),
        ("inception!", [1]),
        ("up!", [10]),
        ("käse", [11]),
        ("100%", [5]),
        ("% w", [5]),
        ("kafig", [6]),
        ("kaefig", [6]),
        ("käfig", [6]),
        ("nolan", [1, 7]),
        ("chirstopher nolan", [1, 7]),
        ("nolan prestgie", [7]),
        ("smorrebrod", [8]),
        ("lodz", [8]),
        ("strasse", [8]),
        ("STRASSE", [8]),
    ],
)
def test_finds(query: str, found: list[int]) -> None:
    assert find(TEXTS, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\u0301",
        "\u00b4",
        "\u0301 \u0308",
        "?!",
        "_00",
        "%%",
        "\\",
        "sma",
        "wlf",
        "nothing like it",
        "nolan jeunet",
        "o",
        "wall o",
        "spider 0",
        "xxxxxxxx",
        "x" * 200,
        "nolan " * 20 + "jeunet",
    ],
)
def test_finds_nothing(query: str) -> None:
    assert find(TEXTS, query) == []


def test_a_correct_query_finds_no_similar_texts() -> None:
    texts = {1: SearchText.of(["Juno"]), 2: SearchText.of(["Juni"])}
    assert find(texts, "juno") == [1]
    assert find(texts, "junx") == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("abc", "abc", 0),
        ("abcd", "abd", 1),
        ("abd", "abcd", 1),
        ("abcd", "acbd", 1),
        ("abcd", "axcd", 1),
        ("abcdef", "bacdfe", 2),
    ],
)
def test_errors_are_counted(one: str, other: str, errors: int) -> None:
    assert is_similar(one, other, errors)
    assert not errors or not is_similar(one, other, errors - 1)


@pytest.mark.parametrize(
    ("text", "folded"), [("ÀÉÎ", "aei"), ("ß", "ss"), ("İı", "ii"), ("ﬁ", "fi"), ("Ω", "ω")]
)
def test_letters_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
