"""Importing films from a file: all or nothing, and every bad row is reported."""

from importlib.resources import files
from io import StringIO
from itertools import islice, product
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matinee.catalogue.errors import MoviesUnreadable
from matinee.catalogue.models import Movie
from matinee.catalogue.services import ImportedMovies, import_movies

pytestmark = pytest.mark.django_db

HEADER = "title,year,duration_minutes,genre,rating,director\n"
MATRIX = "The Matrix,1999,136,Action,R,Andy Wachowski\n"


def problems(text: str | bytes) -> list[dict[str, object]]:
    """Return the problems of the file, and assert that nothing was imported."""
    before = Movie.objects.count()
    with pytest.raises(MoviesUnreadable) as caught:
        import_movies(data=text if isinstance(text, bytes) else text.encode())
    assert Movie.objects.count() == before
    found: list[dict[str, object]] = caught.value.data["problems"]
    return found


def test_every_column_is_imported() -> None:
    row = '"Me, Myself & Irene",2000,116,Romantic Comedy,R,Bobby ""Bob"" Farrelly\n'.replace('""Bob""', "Ö")
    assert import_movies(data=(HEADER + row).encode()) == ImportedMovies(added=1, changed=0, unchanged=0)
    movie = Movie.objects.get()
    assert (movie.title, movie.release_year, movie.duration_minutes) == ("Me, Myself & Irene", 2000, 116)
    assert (movie.genre, movie.rating, movie.director) == ("Romantic Comedy", "R", "Bobby Ö Farrelly")
    assert (movie.original_language, movie.external_ids) == ("", {})


def test_byte_order_mark_windows_lines_blank_lines_and_spaces_are_ignored() -> None:
    data = (
        b"\xef\xbb\xbf"
        + (HEADER + "\n" + " The Matrix , 1999 ,136,Action,R,\n\n").replace("\n", "\r\n").encode()
    )
    assert import_movies(data=data) == ImportedMovies(added=1, changed=0, unchanged=0)
    movie = Movie.objects.get()
    assert (movie.title, movie.release_year, movie.director) == ("The Matrix", 1999, "")


def test_the_same_file_again_changes_nothing() -> None:
    data = (files("matinee.demo") / "films.csv").read_bytes()
    assert import_movies(data=data) == ImportedMovies(added=42, changed=0, unchanged=0)
    before = list(Movie.objects.order_by("pk").values())
    assert import_movies(data=data) == ImportedMovies(added=0, changed=0, unchanged=42)
    assert list(Movie.objects.order_by("pk").values()) == before


def test_changed_facts_are_overwritten_and_nothing_else() -> None:
    movie = Movie.objects.create(
        title="The Matrix",
        release_year=1999,
        duration_minutes=1,
        original_language="en",
        external_ids={"imdb": "tt1"},
    )
    Movie.objects.create(title="The Matrix", release_year=None, duration_minutes=2)
    data = (HEADER + MATRIX + MATRIX.replace("1999", "2021")).encode()
    assert import_movies(data=data) == ImportedMovies(added=1, changed=1, unchanged=0)
    movie.refresh_from_db()
    assert (movie.duration_minutes, movie.genre, movie.director) == (136, "Action", "Andy Wachowski")
    assert (movie.original_language, movie.external_ids) == ("en", {"imdb": "tt1"})
    assert Movie.objects.get(release_year=None).duration_minutes == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",1999,136,Action,R,X", "the title is missing"),
        ("A,,136,Action,R,X", "year is missing"),
        ("A,1999,,Action,R,X", "duration_minutes is missing"),
        ("A,soon,136,Action,R,X", "year 'soon' is not a whole number from 1888 to 2100"),
        ("A,1887,136,Action,R,X", "year '1887' is not a whole number from 1888 to 2100"),
        ("A,1999,0,Action,R,X", "duration_minutes '0' is not a whole number from 1 to 1440"),
        ("A,1999,-5,Action,R,X", "duration_minutes '-5' is not a whole number from 1 to 1440"),
        ("A,1999,1_0,Action,R,X", "duration_minutes '1_0' is not a whole number from 1 to 1440"),
        ("A,1999,90.5,Action,R,X", "duration_minutes '90.5' is not a whole number from 1 to 1440"),
        ("A,1999,99999999999999999999999,Action,R,X", None),
        ("A,1999,136,Action,R", "5 columns instead of 6"),
        ("A,1999,136,Action,R,X,Y", "7 columns instead of 6"),
        ("A\x00,1999,136,Action,R,X", "a control character"),
        ("A" * 301 + ",1999,136,Action,R,X", "a field of more than 300 characters"),
        (",x,,Action,R,X", None),
        ('A "B" "C,1999,136,Action,R,"X"Y', "broken CSV: ',' expected after '\"'"),
        (MATRIX.strip(), "The Matrix (1999) is on line 2 already"),
    ],
)
def test_a_bad_row_is_reported_with_its_line(row: str, reason: str | None) -> None:
    found = problems(HEADER + MATRIX + row + "\n")
    assert [problem["line"] for problem in found] == [3]
    assert reason is None or found[0]["reason"] == reason


def test_every_bad_row_is_reported() -> None:
    text = (
        HEADER
        + ",1999,1,,,\n"
        + MATRIX
        + '"Two\nlines",2000,0,,,\n'
        + "short\n"
        + '"never closed,1999,1,,,\n'
    )
    found = problems(text.encode() + b"more\n")
    assert [problem["line"] for problem in found] == [2, 4, 6, 7]
    assert found[3]["reason"] == "broken CSV: unexpected end of data"


def test_invalid_utf_8_is_reported_with_its_line() -> None:
    found = problems(HEADER.encode() + MATRIX.encode() + "Amélie,2001,122,,,\n".encode("latin-1"))
    assert found == [{"line": 3, "reason": "not UTF-8"}]


@pytest.mark.parametrize(
    "data", [b"", b"\n", MATRIX.encode(), HEADER.encode("utf-16"), b"year,title\n", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_a_file_without_the_header_is_rejected(data: bytes) -> None:
    first = problems(data)[0]
    assert first["line"] == 1
    assert str(first["reason"]).startswith(
        "the header must have title,year,duration_minutes,genre,rating,director: "
    )


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("titel", "there is no column 'titel'"),
        ("title_", "there is no column 'title_'"),
        ("title_english", "there is no column 'title_english'"),
        ("director_de", "there is no column 'director_de'"),
        ("genre", "the column 'genre' is there twice"),
        ("title_de-at,title_de-AT", "the column 'title_de-AT' is there twice"),
        ("a,b", "there is no column 'a'; there is no column 'b'"),
    ],
)
def test_unknown_and_repeated_columns_are_rejected(columns: str, reason: str) -> None:
    assert problems(f"{HEADER.strip()},{columns}\n") == [{"line": 1, "reason": reason}]


DETAILS = """synopsis_de,cast,title,ratings,year,title_de,duration_minutes,captions,genre,genre_de,rating,\
director,original_title,synopsis,trailer_url,audio_description
"Zeile 1
Zeile 2",Audrey Tautou | Mathieu Kassovitz,Amelie,DE:6|US:R,2001,Die fabelhafte Welt der Amélie,122,de|en-gb,\
Comedy,Komödie,R,Jean-Pierre Jeunet,Le fabuleux destin d’Amélie Poulain,Text,https://example.org/trailer,de
"""


def test_optional_columns_are_in_any_order() -> None:
    assert import_movies(data=DETAILS.encode()) == ImportedMovies(added=1, changed=0, unchanged=0)
    movie = Movie.objects.get()
    assert (movie.title, movie.original_title) == ("Amelie", "Le fabuleux destin d’Amélie Poulain")
    assert movie.cast == ["Audrey Tautou", "Mathieu Kassovitz"]
    assert movie.ratings == {"DE": "6", "US": "R"}
    assert (movie.audio_description, movie.captions) == (["de"], ["de", "en-GB"])
    assert (movie.synopsis, movie.trailer_url) == ("Text", "https://example.org/trailer")
    assert movie.translations == {
        "de": {
            "title": "Die fabelhafte Welt der Amélie",
            "genre": "Komödie",
            "synopsis": "Zeile 1\nZeile 2",
        }
    }
    assert import_movies(data=DETAILS.encode()) == ImportedMovies(added=0, changed=0, unchanged=1)


def test_a_missing_column_keeps_the_value_and_an_empty_field_removes_it() -> None:
    import_movies(data=DETAILS.encode())
    before = Movie.objects.values().get()
    row = "Amelie,2001,122,Comedy,R,Jean-Pierre Jeunet"
    assert import_movies(data=f"{HEADER}{row}\n".encode()).unchanged == 1
    assert Movie.objects.values().get() == before

    columns = "title_de,title_fr,cast,ratings"
    assert import_movies(data=f"{HEADER.strip()},{columns}\n{row},,Amélie,,\n".encode()).changed == 1
    movie = Movie.objects.get()
    assert (movie.cast, movie.ratings, movie.captions) == ([], {}, ["de", "en-GB"])
    assert movie.translations == {
        "de": {"genre": "Komödie", "synopsis": "Zeile 1\nZeile 2"},
        "fr": {"title": "Amélie"},
    }


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("ratings", "DE:13", "ratings: 13 is no rating of FSK (DE). Its ratings: 0, 6, 12, 16, 18."),
        ("ratings", "XX:12", "ratings: Enter a country's ISO 3166 code in capital letters, such as DE."),
        ("ratings", "12", "ratings: Enter countries and ratings, such as DE:12|US:PG-13."),
        ("ratings", "DE:12|DE:16", "ratings: A country is there twice."),
        ("captions", "german", "captions: This must be a language tag (BCP 47), such as de or pt-BR."),
        ("trailer_url", "http://a.example/", "trailer_url 'http://a.example/' is not an https address"),
        ("title_de", "x" * 301, "title_de: This must have at most 300 characters."),
        ("synopsis", "x" * 5001, "synopsis: This must have at most 5000 characters."),
        (
            "synopsis_de",
            "a\x07b",
            "synopsis_de: This must be text without control characters other than line breaks.",
        ),
        ("cast", "|".join("abc" for _ in range(51)), "cast: Enter at most 50 names."),
        ("original_title", "\u200b", "original_title: This must not be blank."),
    ],
)
def test_a_bad_optional_field_is_named(column: str, cell: str, reason: str) -> None:
    found = problems(f"{HEADER.strip()},{column}\n{MATRIX.strip()},{cell}\n")
    assert found == [{"line": 2, "reason": reason}]


def in_languages(first: str, *, columns: int, texts: int) -> str:
    """A file with one film, and columns of its title in so many languages, some of them empty."""
    pairs = product("abcdefgh", repeat=2)
    tags = [first + "".join(pair) for pair in islice(pairs, columns)]
    titles = ["The Matrix" if number < texts else "" for number in range(columns)]
    return (
        f"{HEADER.strip()},{','.join(f'title_{tag}' for tag in tags)}\n{MATRIX.strip()},{','.join(titles)}\n"
    )


TOO_MANY_LANGUAGES = [{"line": 2, "reason": "translations: Enter at most 50 languages."}]


def test_a_film_has_translations_into_at_most_50_languages() -> None:
    assert problems(in_languages("a", columns=51, texts=51)) == TOO_MANY_LANGUAGES
    import_movies(data=in_languages("a", columns=51, texts=50).encode())
    assert problems(in_languages("b", columns=1, texts=1)) == TOO_MANY_LANGUAGES
    movie = Movie.objects.get()
    movie.full_clean()
    assert len(movie.translations) == 50


WITH_POSTER = HEADER.strip() + ",poster_url\n"
POSTER = "https://example.org/matrix.jpg"


def test_a_poster_is_imported() -> None:
    data = (WITH_POSTER + MATRIX.strip() + f",{POSTER}\nAlien,1979,117,Horror,R,Ridley Scott,\n").encode()
    assert import_movies(data=data) == ImportedMovies(added=2, changed=0, unchanged=0)
    assert dict(Movie.objects.values_list("title", "poster_url")) == {"The Matrix": POSTER, "Alien": ""}
    assert import_movies(data=data) == ImportedMovies(added=0, changed=0, unchanged=2)


def test_the_scheme_of_a_poster_may_be_in_capitals() -> None:
    import_movies(data=(WITH_POSTER + MATRIX.strip() + ",HTTPS://EXAMPLE.ORG/A.JPG\n").encode())
    assert Movie.objects.get().poster_url == "HTTPS://EXAMPLE.ORG/A.JPG"


def test_a_missing_column_keeps_posters_and_an_empty_field_deletes_one() -> None:
    import_movies(data=(WITH_POSTER + MATRIX.strip() + f",{POSTER}\n").encode())
    shorter = MATRIX.replace("136", "135")
    assert import_movies(data=(HEADER + shorter).encode()).changed == 1
    assert Movie.objects.get().poster_url == POSTER
    assert import_movies(data=(WITH_POSTER + shorter.strip() + ",\n").encode()).changed == 1
    assert Movie.objects.get().poster_url == ""


@pytest.mark.parametrize(
    "address", ["http://example.org/a.jpg", "javascript:alert(1)", "/a.jpg", "https://", "https://a b.org/"]
)
def test_a_poster_is_an_https_address(address: str) -> None:
    found = problems(WITH_POSTER + MATRIX.strip() + f",{address}\n")
    assert [problem["line"] for problem in found] == [2]
    assert str(found[0]["reason"]).endswith("is not an https address")


def test_the_command_prints_its_result(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text(HEADER + MATRIX)
    output = StringIO()
    call_command("import_movies", str(path), stdout=output)
    call_command("import_movies", str(path), stdout=output)
    assert output.getvalue().splitlines() == [
        "1 films added, 0 changed, 0 unchanged.",
        "Nothing changed: all 1 films were already there.",
    ]


def test_the_command_prints_bad_rows_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text(HEADER + MATRIX + "A,x,1,,,\n\nshort\n")
    output = StringIO()
    with pytest.raises(CommandError, match=r"Nothing imported from .*films\.csv: 2 bad row"):
        call_command("import_movies", str(path), stderr=output)
    assert output.getvalue().splitlines() == [
        "line 3: year 'x' is not a whole number from 1888 to 2100",
        "line 5: 1 columns instead of 6",
    ]
    assert not Movie.objects.exists()


def test_the_command_fails_clearly_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv: No such file or directory"):
        call_command("import_movies", str(tmp_path / "missing.csv"))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("import_movies", str(tmp_path))


def test_known_films_are_locked_before_their_translations_are_merged() -> None:
    import_movies(data=(HEADER + MATRIX).encode())
    with CaptureQueriesContext(connection) as queries:
        import_movies(data=(HEADER + MATRIX).encode())
    (read,) = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert read.endswith('ORDER BY "movie"."id" ASC FOR UPDATE')
