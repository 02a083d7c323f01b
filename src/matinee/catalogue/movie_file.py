"""Reads a file of films: CSV in UTF-8 with the header `title,year,duration_minutes,genre,rating,director`.

A seventh column `poster_url` may follow.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError

from matinee.catalogue.errors import BadRow, MoviesUnreadable
from matinee.catalogue.models import FIRST_YEAR, LAST_YEAR, MAX_DURATION_MINUTES
from matinee.core.single_line import MAX_LENGTH, single_line
from matinee.core.web_address import validate_https

HEADER = ["title", "year", "duration_minutes", "genre", "rating", "director"]
POSTER = "poster_url"
REASONS = {"control": "a control character", "blank": "a field of invisible characters"}


@dataclass(frozen=True, slots=True)
class MovieFacts:
    """One film of the file."""

    title: str
    release_year: int
    duration_minutes: int
    genre: str
    rating: str
    director: str
    poster_url: str | None = None
    """None if the file has no such column: the film keeps its poster."""

    def columns(self) -> dict[str, Any]:
        """The values to write, by column of the table."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def read_movies(data: bytes) -> list[MovieFacts]:
    """Every film of the file, in its order. Title and year identify a film. Empty lines are ignored.

    Raises: MoviesUnreadable, with every bad row.
    """
    # Bytes that are not UTF-8 become surrogates, so that each bad row is reported, not only the first.
    text = data.decode("utf-8-sig", errors="surrogateescape")
    problems: dict[int, str] = {}
    rows = _numbered_rows(text, problems)
    _, first = next(rows, (1, []))
    header = [name.strip() for name in first]
    if header not in (HEADER, [*HEADER, POSTER]):
        raise _unreadable({1: f"the header must be {','.join(HEADER)}, or that and then {POSTER}"})
    films: dict[tuple[str, int], tuple[int, MovieFacts]] = {}
    for line, row in rows:
        if reasons := list(_row_problems(row, len(header))):
            problems[line] = "; ".join(reasons)
            continue
        fields = [field.strip() for field in row]
        facts = MovieFacts(fields[0], int(fields[1]), int(fields[2]), *fields[3:])
        first_line, _ = films.setdefault((facts.title, facts.release_year), (line, facts))
        if first_line != line:
            problems[line] = f"{facts.title} ({facts.release_year}) is on line {first_line} already"
    if problems:
        raise _unreadable(problems)
    return [facts for _, facts in films.values()]


def _unreadable(problems: dict[int, str]) -> MoviesUnreadable:
    return MoviesUnreadable(problems=[BadRow(line=line, reason=problems[line]) for line in sorted(problems)])


def _numbered_rows(text: str, problems: dict[int, str]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its first line. Broken quoting is added to `problems`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems[line] = f"broken CSV: {error}"
            continue
        if row:
            yield line, row


def _row_problems(row: list[str], columns: int) -> Iterator[str]:
    if len(row) != columns:
        yield f"{len(row)} columns instead of {columns}"
        return
    if any("\ud800" <= character <= "\udfff" for field in row for character in field):
        yield "not UTF-8"
    else:
        yield from _text_problems(row)
    fields = [field.strip() for field in row]
    title, year, duration, _genre, _rating, _director, *poster = fields
    if not title:
        yield "the title is missing"
    yield from _number_problems("year", year, FIRST_YEAR, LAST_YEAR)
    yield from _number_problems("duration_minutes", duration, 1, MAX_DURATION_MINUTES)
    if any(poster) and not _is_https(poster[0]):
        yield f"{POSTER} {_shown(poster[0])} is not an https address"


def _text_problems(row: list[str]) -> Iterator[str]:
    found = set()
    for field in row:
        try:
            single_line(field)
        except ValidationError as error:
            found.add(REASONS.get(error.code or ""))
    yield from sorted(filter(None, found))
    if any(len(field.strip()) > MAX_LENGTH for field in row[: len(HEADER)]):
        yield f"a field of more than {MAX_LENGTH} characters"


def _is_https(address: str) -> bool:
    try:
        validate_https(address)
    except ValidationError:
        return False
    return True


def _number_problems(name: str, text: str, lowest: int, highest: int) -> Iterator[str]:
    if not text:
        yield f"{name} is missing"
    elif not (text.isascii() and text.isdigit() and len(text) <= 4 and lowest <= int(text) <= highest):
        yield f"{name} {_shown(text)} is not a whole number from {lowest} to {highest}"


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 20 else text[:20] + "…")
