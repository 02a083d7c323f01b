"""Importing films from a file: all or nothing, and every bad row is reported."""

from importlib.resources import files
from io import StringIO
from itertools import islice, product
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from matinee.catalogue.errors import MoviesUnreadable
from matinee.catalogue.models import Movie
from matinee.catalogue.services import ImportedMovies, import_movies, preview_import

pytestmark = pytest.mark.django_db

HEADER = "title,year,duration_minutes,genre,rating,director\n"
MATRIX = "The Matrix,1999,136,Action,R,Andy Wachowski\n"
MANY_FILMS = HEADER + "".join(MATRIX.replace("The", str(number)) for number in range(5_001))


def no_running_time(text: str) -> str:
    return (
        f"duration_minutes: “{text}” is not a running time of 1 to 1440 minutes. "
        "Write it as 115, 1:55 or 1h 55min."
    )


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
        (",1999,136,Action,R,X", "title: This is missing."),
        ("A,,136,Action,R,X", "year: This is missing."),
        ("A,1999,,Action,R,X", "duration_minutes: This is missing."),
        ("A,soon,136,Action,R,X", "year: “soon” is not a year from 1888 to 2100."),
        ("A,1887,136,Action,R,X", "year: “1887” is not a year from 1888 to 2100."),
        ("A,1999,0,Action,R,X", no_running_time("0")),
        ("A,1999,-5,Action,R,X", no_running_time("-5")),
        ("A,1999,1_0,Action,R,X", no_running_time("1_0")),
        ("A,1999,90.5,Action,R,X", no_running_time("90.5")),
        ("A,1999,99999999999999999999999,Action,R,X", None),
        ("A,1999,136,Action,R", "The line has 5 columns instead of 6."),
        ("A,1999,136,Action,R,X,Y", "The line has 7 columns instead of 6."),
        ("A\x00,1999,136,Action,R,X", "title: There is a control character in it."),
        ("A" * 301 + ",1999,136,Action,R,X", "title: It has more than 300 characters."),
        ("A" * 100_001 + ",1999,136,Action,R,X", None),
        (",x,,Action,R,X", None),
        ('A "B" "C,1999,136,Action,R,"X"Y', "The quotation marks of this line do not match."),
        (MATRIX.strip(), "The Matrix (1999) is on line 2 already."),
        (MATRIX.strip().replace("The Matrix", "the  MATRIX"), "the  MATRIX (1999) is on line 2 already."),
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
    assert found[3]["reason"] == "A quotation mark is never closed."


DAMAGED = "The line has characters that cannot be read. Save the file as CSV in UTF-8."


def test_a_file_is_in_utf_8_or_windows_1252() -> None:
    rows = HEADER + "Amélie – “Oben”,2001,122,,,\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        import_movies(data=rows.encode(encoding))
        assert Movie.objects.get().title == "Amélie – “Oben”"


def test_other_bytes_in_a_file_in_utf_8_are_reported_with_their_line() -> None:
    rows = (HEADER + "Die Ärzte – Überall,1999,100,,,\n").encode()
    assert problems(rows + "Amélie,2001,122,,,\n".encode("latin-1")) == [{"line": 3, "reason": DAMAGED}]
    marked = HEADER.encode("utf-8-sig") + "Amélie,2001,122,,,\n".encode("latin-1")
    assert problems(marked) == [{"line": 2, "reason": DAMAGED}]
    assert problems(HEADER.encode() + b"A\x81,2001,122,,,\n") == [{"line": 2, "reason": DAMAGED}]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The first line must name the columns"),
        (b"\n", "The first line must name the columns"),
        (MATRIX.encode(), "The first line must name the columns"),
        (b"year,title\n", "Missing: duration_minutes."),
        (HEADER.encode("utf-16"), "The file is in UTF-16."),
        (HEADER.encode("utf-16-le"), "The file is in UTF-16."),
        (HEADER.encode("utf-16-be"), "The file is in UTF-16."),
        (b"\x89PNG\r\n\x1a\n\x00", "The first line must name the columns"),
        (b"PK\x03\x04" + bytes(100), "This is a workbook."),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "This is a workbook."),
        (bytes(10_000), "The file is in UTF-16."),
        (b"titel;film;jahr;laufzeit\n", "The columns “titel” and “film” mean the same. Remove one."),
        (b"titel;jahr;laufzeit;title_de-at;title_de-AT\n", "mean the same"),
        (MANY_FILMS.encode(), "The file has more than 5000 films. Import it in parts."),
    ],
)
def test_a_file_that_is_no_list_of_films_is_rejected(data: bytes, reason: str) -> None:
    (first,) = problems(data)
    assert reason in str(first["reason"])
    assert first["line"] == (5_002 if "more than" in reason else 1)


def test_columns_that_films_do_not_have_are_ignored_and_listed() -> None:
    rows = "Titel,Verleih,Jahr,Laufzeit,title_english,director_de,,\nAlien,Fox,1979,117,x,y,,\n"
    result = import_movies(data=rows.encode())
    assert (result.added, result.ignored_columns) == (1, ["Verleih", "title_english", "director_de"])


def test_a_missing_column_keeps_what_a_film_has() -> None:
    import_movies(data=(HEADER + MATRIX).encode())
    assert import_movies(data=b"Jahr\tTitel\tLaufzeit\n1999\tThe Matrix\t2:16\n").unchanged == 1
    assert import_movies(data=b"Jahr\tTitel\tLaufzeit\n1999\tTHE MATRIX\t2:17\n").changed == 1
    movie = Movie.objects.get()
    assert (movie.title, movie.duration_minutes, movie.director, movie.version) == (
        "The Matrix",
        137,
        "Andy Wachowski",
        2,
    )


MESSY = '''sep=;

Filmtitel;Erscheinungsjahr;Laufzeit (Min.);FSK;Regie;Darsteller;Inhalt;Titel (en);Bemerkung;;
"Das Boot";1981;2h 29min;FSK 12;Wolfgang Petersen;Jürgen Prochnow, Herbert Grönemeyer;"Zeile 1

Zeile ""2""";The Boat;alt;;
;;;;;;;;;;
Der Untergang;(2004);"155 Min.";ab 12 Jahren;Oliver Hirschbiegel;;;;;;
Lola rennt;1998;1:20;="12";Tom Tykwer;;;Run Lola Run;;;
=HYPERLINK("http://evil.example");2020;90;o.A.;+cmd|'/c calc'!A0;;@SUM(A1);;;;
Der Clou;1973;129 Minuten;k. A.;George Roy Hill;;;;;;
Alien;1979;117;17;;;;;;;
Toni Erdmann;2016;2 Std. 42 Min.;12;;;;;;;
'''


def test_a_messy_german_file_is_read() -> None:
    result = import_movies(data=MESSY.encode("cp1252"), skip_problems=True)
    assert (result.added, result.ignored_columns) == (6, ["Bemerkung"])
    assert result.problems == [
        {"line": 12, "reason": "FSK: “17” is no rating of FSK. Its ratings: 0, 6, 12, 16, 18."}
    ]
    films = {one.title: one for one in Movie.objects.all()}
    boat = films["Das Boot"]
    assert (boat.release_year, boat.duration_minutes, boat.ratings) == (1981, 149, {"DE": "12"})
    assert boat.cast == ["Jürgen Prochnow", "Herbert Grönemeyer"]
    assert boat.synopsis == 'Zeile 1\n\nZeile "2"'
    assert boat.translations == {"en": {"title": "The Boat"}}
    assert {one.title: one.duration_minutes for one in films.values()} == {
        "Das Boot": 149,
        "Der Untergang": 155,
        "Lola rennt": 80,
        '=HYPERLINK("http://evil.example")': 90,
        "Der Clou": 129,
        "Toni Erdmann": 162,
    }
    formula = films['=HYPERLINK("http://evil.example")']
    assert (formula.ratings, formula.director, formula.synopsis) == (
        {"DE": "0"},
        "+cmd|'/c calc'!A0",
        "@SUM(A1)",
    )
    assert films["Lola rennt"].ratings == {"DE": "12"}
    assert films["Der Clou"].ratings == {}


def test_a_column_for_one_country_keeps_the_ratings_of_others() -> None:
    import_movies(data=DETAILS.encode())
    row = b"title,year,duration_minutes,FSK,MPA\nAmelie,2001,122,"
    import_movies(data=row + b"12,r\n")
    assert Movie.objects.get().ratings == {"DE": "12", "US": "R"}
    import_movies(data=row + b",pg-13\n")
    assert Movie.objects.get().ratings == {"US": "PG-13"}


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
        ("ratings", "DE:13", "ratings: “13” is no rating of FSK. Its ratings: 0, 6, 12, 16, 18."),
        ("ratings", "XX:12", "ratings: “XX” is not the ISO 3166 code of a country, such as DE."),
        ("ratings", "12", "ratings: Write countries and ratings, such as DE:12|US:PG-13."),
        ("ratings", "DE:12|DE:16", "ratings: The country DE is there twice."),
        ("captions", "german", "captions: “german” is not a list of language tags, such as de or pt-BR."),
        ("trailer_url", "http://a.example/", "trailer_url: “http://a.example/” is not an https address."),
        ("title_de", "x" * 301, "title_de: It has more than 300 characters."),
        ("synopsis", "x" * 5001, "synopsis: It has more than 5000 characters."),
        ("synopsis_de", "a\x07b", "synopsis_de: There is a control character in it."),
        ("cast", "|".join("abc" for _ in range(51)), "cast: There are more than 50 names."),
        ("original_title", "\u200b", "original_title: It has only invisible characters."),
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


TOO_MANY_LANGUAGES = [{"line": 2, "reason": "A film has translations into at most 50 languages."}]


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
    assert str(found[0]["reason"]).endswith("is not an https address.")


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
        "line 3: year: “x” is not a year from 1888 to 2100.",
        "line 5: The line has 1 columns instead of 6.",
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
    assert read.endswith('ORDER BY "movie"."id" ASC FOR NO KEY UPDATE')


def test_a_preview_says_what_an_import_does_and_changes_nothing() -> None:
    import_movies(data=(HEADER + MATRIX + "Alien,1979,117,,,\n").encode())
    before = list(Movie.objects.order_by("pk").values())
    rows = MATRIX + "Alien,1979,118,Horror,,\nBrazil,1985,132,,,\nShort,x,1,,,\n"
    preview = preview_import(data=(HEADER + rows).encode())
    assert [(one.line, one.title, one.state, one.changes) for one in preview.films] == [
        (2, "The Matrix", "same", []),
        (3, "Alien", "change", ["duration_minutes", "genre"]),
        (4, "Brazil", "add", []),
    ]
    assert [one["line"] for one in preview.problems] == [5]
    assert preview == ImportedMovies(added=1, changed=1, unchanged=1)
    assert list(Movie.objects.order_by("pk").values()) == before
    done = import_movies(data=(HEADER + rows).encode(), skip_problems=True)
    assert (done, done.films, done.problems) == (preview, preview.films, preview.problems)


def test_a_file_with_nothing_but_problems_is_refused_also_without_them() -> None:
    with pytest.raises(MoviesUnreadable):
        import_movies(data=(HEADER + "A,x,1,,,\n").encode(), skip_problems=True)


def test_reasons_are_in_the_active_language() -> None:
    with override("de"):
        assert problems(HEADER + "A,x,1,,,\n") == [
            {"line": 2, "reason": "year: „x“ ist kein Jahr von 1888 bis 2100."}
        ]
