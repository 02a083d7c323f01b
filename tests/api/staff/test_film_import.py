"""The import of a file of films by staff: preview, confirmation, and files that cannot be imported."""

from typing import Any

import pytest

from matinee.audit.models import AuditEntry
from matinee.catalogue.models import Movie
from matinee.staff.permissions import Role
from tests.api.staff.pictures import a_film, picture
from tests.api.staff.team import StaffClient, as_program, as_role, problem

pytestmark = pytest.mark.django_db

IMPORT = "/api/staff/movies/import/"
HEADER = "Titel;Jahr;Laufzeit;FSK\n"
GOOD = "Alien;1979;1h 57min;16\nBrazil;1985;142 Min.;\n"
BAD = "Casablanca;1942;lang;6\n"


def send(content: str | bytes, client: StaffClient | None = None, /, **values: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return (client or as_role(Role.PROGRAMMER)).upload("POST", IMPORT, data, **values)


def preview(content: str | bytes, **headers: str) -> Any:
    """The response to a preview, which changes nothing."""
    before = list(Movie.objects.order_by("pk").values())
    client = as_role(Role.PROGRAMMER)
    client.headers |= headers
    response = send(content, client, dry_run="true")
    assert response.status_code == 200, response.content
    assert list(Movie.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.exists()
    return response.json()


def test_a_preview_lists_films_and_problems_and_changes_nothing() -> None:
    a_film()
    found = preview(
        HEADER.replace("FSK", "FSK;Verleih") + GOOD.replace("\n", ";x\n") + BAD.replace("\n", ";x\n")
    )
    assert found == {
        "dry_run": True,
        "adds": 1,
        "changes": 1,
        "same": 0,
        "films": [
            {"line": 2, "title": "Alien", "release_year": 1979, "state": "change", "changes": ["ratings"]},
            {"line": 3, "title": "Brazil", "release_year": 1985, "state": "add", "changes": []},
        ],
        "problems": [
            {
                "line": 4,
                "reason": "Laufzeit: “lang” is not a running time of 1 to 1440 minutes. "
                "Write it as 115, 1:55 or 1h 55min.",
            }
        ],
        "ignored_columns": ["Verleih"],
    }


def test_a_file_without_problems_is_imported() -> None:
    client = as_program(Role.PROGRAMMER)
    done = send(HEADER + GOOD, client).json()
    assert (done["dry_run"], done["adds"], done["changes"], done["same"]) == (False, 2, 0, 0)
    assert dict(Movie.objects.values_list("title", "duration_minutes")) == {"Alien": 117, "Brazil": 142}
    (entry,) = AuditEntry.objects.filter(action="films imported")
    assert entry.facts == {"after": {"added": 2, "changed": 0, "left_out": 0}}
    again = send(HEADER + GOOD, client).json()
    assert (again["adds"], again["changes"], again["same"]) == (0, 0, 2)
    assert AuditEntry.objects.filter(action="films imported").count() == 1


def test_a_file_with_problems_is_imported_only_if_they_are_skipped() -> None:
    client = as_role(Role.PROGRAMMER)
    refused = send(HEADER + GOOD + BAD, client)
    assert problem(refused) == (400, "movies-unreadable")
    assert [one["line"] for one in refused.json()["problems"]] == [4]
    assert not Movie.objects.exists()
    assert not AuditEntry.objects.exists()
    done = send(HEADER + GOOD + BAD, client, skip_problems="true").json()
    assert (done["adds"], [one["line"] for one in done["problems"]]) == (2, [4])
    assert AuditEntry.objects.get().facts == {"after": {"added": 2, "changed": 0, "left_out": 1}}


def test_an_import_counts_as_a_change_for_editors() -> None:
    film = a_film()
    client = as_role(Role.PROGRAMMER)
    assert send(HEADER + GOOD, client).status_code == 200
    stale = client.patch(f"/api/staff/movies/{film.pk}/", {"version": 1, "genre": "Horror"})
    assert problem(stale) == (409, "changed-meanwhile")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty lines": (b"\n\n\n", "The first line must name the columns"),
    "a picture": (picture(), "The first line must name the columns"),
    "a workbook": (b"PK\x03\x04" + bytes(5000), "This is a workbook."),
    "UTF-16": ((HEADER + GOOD).encode("utf-16"), "The file is in UTF-16."),
    "NUL bytes": (bytes(1_000_000), "The file is in UTF-16."),
    "HTML": (b"<!doctype html><script>alert(1)</script>", "The first line must name the columns"),
    "a lone quotation mark": (b'"' + b"x" * 3_000_000, "The first line must name the columns"),
    "100,000 lines": (
        HEADER.encode() + b"".join(b"Film %d;1979;90;\n" % one for one in range(100_000)),
        "more than 5000 films",
    ),
    "100,000 columns": (b";" * 100_000 + b"\n", "The first line must name the columns"),
    "a column 150 times": (b"Titel;" * 150 + b"Jahr;Laufzeit\n", "mean the same"),
    "1,000,000 headings": (HEADER.encode().strip() + b";x" * 1_000_000, "more than 200 columns"),
    "a heading that almost has a language": (b"_" * 90_000 + b"!;Jahr;Laufzeit\n", "Missing: title."),
}
"""The patterns of headings and cells would take minutes for some of these without a limit."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_list_of_films_has_one_clear_problem(name: str) -> None:
    content, reason = HOSTILE[name]
    found = preview(content)
    assert (found["adds"], found["films"]) == (0, [])
    assert reason in found["problems"][0]["reason"]
    assert len(found["problems"]) < 10
    refused = send(content, as_program(Role.OWNER))
    assert problem(refused) == (400, "movies-unreadable")
    assert not Movie.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A\x00;1979;90;", "Titel: There is a control character in it."),
        ('"A\nB";1979;90;', "Titel: There is a control character in it."),
        ("x" * 90_000 + ";1979;90;", "Titel: It has more than 300 characters."),
        (
            "x" * 100_001 + ";1979;90;",
            "A cell has more than 100000 characters. A quotation mark may be missing.",
        ),
        ("A;1979;" + "9" * 5000 + ";", None),
        ("A;1979;90;" + "9" * 5000, None),
        ("A;1979;90;fsk" + " " * 90_000 + "x", None),
        ("A;1979;9" + " " * 90_000 + "x;", None),
        ("\u202eA;1979;90;", "Titel: There is a control character in it."),
        ('"A;1979;90;\n', "A quotation mark is never closed."),
    ],
)
def test_a_hostile_line_is_reported_and_the_others_are_imported(row: str, reason: str | None) -> None:
    content = HEADER + GOOD + row + "\n"
    found = preview(content)
    assert [one["line"] for one in found["problems"]] == [4]
    assert found["adds"] == 2
    shown = found["problems"][0]["reason"]
    assert len(shown) < 300
    assert reason is None or shown == reason


def test_only_the_first_thousand_problems_are_named_and_nothing_is_imported() -> None:
    content = HEADER + GOOD + '"a"b\n' * 100_000
    found = preview(content)
    assert len(found["problems"]) == 1_001
    assert found["problems"][-1]["reason"].startswith("There may be more problems.")
    assert (found["adds"], found["films"]) == (0, [])
    refused = send(content, as_program(Role.OWNER), skip_problems="true")
    assert problem(refused) == (400, "movies-unreadable")
    assert not Movie.objects.exists()


def test_a_wide_end_of_empty_headings_costs_nothing_per_line() -> None:
    lines = "".join(f"Film {one};1979;90;\n" for one in range(3_000))
    assert preview(HEADER.strip() + ";" * 1_000_000 + "\n" + lines)["adds"] == 3_000


def test_formulas_are_texts() -> None:
    title = '=HYPERLINK("https://evil.example";"x")'
    quoted = title.replace('"', '""')
    send(f'{HEADER}"{quoted}";1979;90;\n')
    assert Movie.objects.get().title == title


@pytest.mark.parametrize("megabytes", [11, 50])
def test_a_file_beyond_ten_megabytes_is_refused(megabytes: int) -> None:
    assert problem(send(b"x" * (megabytes * 1024 * 1024))) == (413, "file-too-large")


def test_reasons_are_in_the_language_of_the_request() -> None:
    (found,) = preview(HEADER + "A;x;90;\n", **{"Accept-Language": "de-AT"})["problems"]
    assert found == {"line": 2, "reason": "Jahr: „x“ ist kein Jahr von 1888 bis 2100."}


@pytest.mark.parametrize(
    "values", [{"dry_run": "yes"}, {"dry_run": "True"}, {"skip_problems": ""}, {"other": "true"}]
)
def test_bad_values_of_the_form_are_named(values: dict[str, str]) -> None:
    response = send(HEADER + GOOD, None, **values)
    assert problem(response) == (400, "invalid")
    assert response.json()["errors"].keys() == values.keys()
    assert not Movie.objects.exists()


def test_an_empty_file_is_named() -> None:
    response = send(b"")
    assert problem(response) == (400, "invalid")
    assert response.json()["errors"] == {"file": ["The file is empty."]}
