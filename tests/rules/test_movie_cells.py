"""The cells of a file of films, as people write them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from matinee.catalogue.age_ratings import SYSTEMS
from matinee.catalogue.movie_cells import READERS, cell_text, duration, names, rating_in, shown, year
from matinee.catalogue.movie_columns import column_of
from matinee.catalogue.movie_file import film_key, read_movies

minutes = st.integers(1, 1440)


@given(minutes)
def test_each_way_to_write_a_running_time_means_the_same(value: int) -> None:
    hours, rest = divmod(value, 60)
    ways = [
        f"{value}",
        f"{value} min",
        f"{value}min.",
        f"{value} Min.",
        f"{value} Minuten",
        f"{value} minutes",
        f"{value}’",
        f"{hours}:{rest:02}",
        f"{hours:02}:{rest:02}:00",
        f"{hours}h {rest}min",
        f"{hours} h {rest} min",
        f"{hours}h{rest:02}",
        f"{hours} Std. {rest} Min.",
        f"{hours} Stunden {rest} Minuten",
        f"{hours}:{rest:02} h",
    ]
    assert {duration(way) for way in ways} == {value}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "1441",
        "-5",
        "1.5h",
        "90.5",
        "1:60",
        "25:00",
        "1h 60min",
        "h",
        "min",
        "١٢٠",
        "1e2",
        "90 km",
        "9" * 40,
    ],
)
def test_other_texts_are_no_running_time(text: str) -> None:
    with pytest.raises(ValidationError):
        duration(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1999", 1999), ("(1999)", 1999), ("1888", 1888), ("2100", 2100)]
)
def test_a_year(text: str, value: int) -> None:
    assert year(text) == value


@pytest.mark.parametrize("text", ["", "99", "1887", "2101", "1999.0", "19 99", "²⁰²⁰", "(1999", "1999 2000"])
def test_other_texts_are_no_year(text: str) -> None:
    with pytest.raises(ValidationError):
        year(text)


@pytest.mark.parametrize(
    ("country", "text", "label"),
    [
        ("DE", "12", "12"),
        ("DE", "FSK 12", "12"),
        ("DE", "fsk12", "12"),
        ("DE", "ab 12 Jahren", "12"),
        ("DE", "FSK ab 16", "16"),
        ("DE", "freigegeben ab 6 Jahren", "6"),
        ("DE", "06", "6"),
        ("DE", "o.A.", "0"),
        ("DE", "FSK o. A.", "0"),
        ("DE", "ohne Altersbeschränkung", "0"),
        ("DE", "", ""),
        ("DE", "-", ""),
        ("DE", "k. A.", ""),
        ("US", "pg-13", "PG-13"),
        ("US", "MPA R", "R"),
        ("GB", "12a", "12A"),
        ("FR", "tp", "TP"),
        ("AT", "JMK 14", "14"),
    ],
)
def test_a_rating_of_a_country(country: str, text: str, label: str) -> None:
    assert rating_in(country)(text) == label


@pytest.mark.parametrize(
    ("country", "text"), [("DE", "13"), ("DE", "PG"), ("US", "12"), ("FR", "o.A."), ("DE", "x" * 500)]
)
def test_a_label_of_another_system_is_refused(country: str, text: str) -> None:
    with pytest.raises(ValidationError, match=f"is no rating of {SYSTEMS[country][0]}"):
        rating_in(country)(text)


@pytest.mark.parametrize("text", ["A B|C, D", "A B; C, D"])
def test_names_may_have_commas_where_another_separator_is_used(text: str) -> None:
    assert names(text) == ["A B", "C, D"]
    assert names("A B, C D,, ") == ["A B", "C D"]


@pytest.mark.parametrize(
    ("heading", "name", "language"),
    [
        ("Titel", "title", ""),
        ("FILMTITEL ", "title", ""),
        ("Laufzeit (Min.)", "duration_minutes", ""),
        ("duration_minutes", "duration_minutes", ""),
        ("Länge", "duration_minutes", ""),
        ("Regisseur/in", "director", ""),
        ("FSK", "rating_DE", ""),
        ("title_pt-br", "title", "pt-BR"),
        ("Titel (en)", "title", "en"),
        ("Inhalt EN", "synopsis", "en"),
        ("genre_de", "genre", "de"),
    ],
)
def test_a_heading_is_known(heading: str, name: str, language: str) -> None:
    column = column_of(0, heading)
    assert column is not None
    assert (column.name, column.language) == (name, language)


@pytest.mark.parametrize("heading", ["", "Verleih", "title_english", "director_de", "Titel und Jahr"])
def test_another_heading_is_not(heading: str) -> None:
    assert column_of(0, heading) is None


@given(st.text(max_size=60), st.sampled_from(sorted(READERS)))
def test_any_text_is_read_or_refused_with_a_sentence(text: str, name: str) -> None:
    messages: list[str] = []
    try:
        value: Any = READERS[name](cell_text(text))
        again = READERS[name](cell_text(value)) if isinstance(value, str) else value
        assert again == value
    except ValidationError as error:
        messages = error.messages
    assert all(message.endswith(".") and message.isprintable() for message in messages)


@given(st.text())
def test_a_part_of_the_file_in_a_message_is_short_and_printable(text: str) -> None:
    assert len(shown(text)) <= 31
    assert shown(text).isprintable()


titles = st.text("AbcÄöß ,;\"\t'=+@-", min_size=1, max_size=12).filter(lambda text: cell_text(text).strip())


@given(st.lists(titles, min_size=1, max_size=6, unique_by=lambda one: film_key(cell_text(one).strip(), 1999)))
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_titles_are_the_same_in_each_dialect(delimiter: str, encoding: str, rows: list[str]) -> None:
    wanted = [cell_text(title).strip() for title in rows]

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [delimiter.join(("Jahr", "Titel", "Laufzeit"))]
    lines += [delimiter.join(("1999", quoted(title), "90")) for title in rows]
    file = read_movies("\r\n".join(lines).encode(encoding))
    if any("\t" in title for title in wanted):
        assert file.problems
    else:
        assert [film.title for film in file.films] == wanted
