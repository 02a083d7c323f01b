"""Reads a file of films: CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252.

The first line names the columns, in any order, in English or German (`movie_columns.py`). Title, year and
running time are required. A missing column keeps the film's value, an empty cell removes it. Columns that
films do not have are ignored and listed. `docs/films.md` describes the format for people.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.catalogue.errors import BadRow
from matinee.catalogue.models import Movie
from matinee.catalogue.movie_cells import READERS, TRANSLATION_READERS, cell_text
from matinee.catalogue.movie_columns import MAX_COLUMNS, Column, column_problems, columns_of
from matinee.catalogue.movie_text import UnreadableText, decoded
from matinee.core.translations import MAX_LANGUAGES

MAX_FILMS = 5_000
"""Of one file. It limits the time of an import, and the length of its preview."""

MAX_PROBLEMS = 1_000
"""Lines with problems that are named. A file with more is no file of films."""

MAX_CELL = 100_000
"""Characters. Longer cells are mostly a quotation mark that is never closed."""

DELIMITERS = (",", ";", "\t")

Key = tuple[str, int | None]


def film_key(title: str, release_year: int | None) -> Key:
    """What identifies a film: the title in any case and spacing, and the year."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split()), release_year


@dataclass(frozen=True, slots=True)
class FilmOfFile:
    """One film of the file."""

    line: int
    """The first line of its row."""
    title: str
    release_year: int
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values of the film's other fields. The film keeps what is missing."""
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Translations by language and name, such as `("de", "title")`; an empty one removes that of the film."""
    ratings: Mapping[str, str] = field(default_factory=dict)
    """Ratings of columns for one country, such as FSK; an empty one removes that of the film."""

    @property
    def key(self) -> Key:
        """What identifies it."""
        return film_key(self.title, self.release_year)

    def columns(self, known: Movie | None = None) -> dict[str, Any]:
        """The values by field of the model, for a new film or a known one, which keeps its title."""
        title = known.title if known else self.title
        columns = {"title": title, "release_year": self.release_year, **self.values}
        if self.texts:
            columns["translations"] = self._translations(known)
        if self.ratings:
            base = columns.get("ratings", known.ratings if known else {})
            columns["ratings"] = {
                country: label for country, label in {**base, **self.ratings}.items() if label
            }
        return columns

    def _translations(self, known: Movie | None) -> dict[str, dict[str, str]]:
        merged = {tag: dict(texts) for tag, texts in known.translations.items()} if known else {}
        for (tag, name), text in self.texts.items():
            merged.setdefault(tag, {})[name] = text
        kept = {tag: {name: text for name, text in texts.items() if text} for tag, texts in merged.items()}
        return {tag: texts for tag, texts in kept.items() if texts}


@dataclass(frozen=True, slots=True)
class MovieFile:
    """What a file says: its films in their order, the lines that cannot be imported, ignored columns."""

    films: list[FilmOfFile]
    problems: list[BadRow]
    ignored_columns: list[str] = field(default_factory=list)


def read_movies(data: bytes) -> MovieFile:
    """Read a file. Empty lines are ignored. A file without the required columns has no films.

    The reasons of problems are in the active language.
    """
    try:
        text = decoded(data)
    except UnreadableText as error:
        return MovieFile([], [BadRow(line=1, reason=str(error))])
    problems: dict[int, str] = {}
    rows = _numbered_rows(text, problems)
    first_line, headings = next(rows, (1, []))
    width = len(_without_empty_end(headings))
    columns = columns_of(headings)
    if reasons := [*_width_problems(width), *column_problems(columns)]:
        return MovieFile([], [BadRow(line=first_line, reason=" ".join(reasons))])
    films: dict[Key, FilmOfFile] = {}
    for number, (line, row) in enumerate(rows, start=1):
        if number > MAX_FILMS:
            reason = _("The file has more than %(most)d films. Import it in parts.") % {"most": MAX_FILMS}
            return MovieFile([], [BadRow(line=line, reason=reason)])
        film, why = _film(line, row, columns, width)
        if film is None:
            problems[line] = " ".join(why)
        elif (listed := films.setdefault(film.key, film)) is not film:
            problems[line] = _("%(title)s (%(year)d) is on line %(line)d already.") % {
                "title": film.title,
                "year": film.release_year,
                "line": listed.line,
            }
    if len(problems) >= MAX_PROBLEMS:
        return MovieFile([], _first_problems(problems))
    used = {column.position for column in columns}
    ignored = [name.strip() for at, name in enumerate(headings) if at not in used and name.strip()]
    return MovieFile(
        list(films.values()), [BadRow(line=at, reason=problems[at]) for at in sorted(problems)], ignored
    )


def language_problems(languages: Collection[str]) -> Iterator[str]:
    """Reasons against the number of languages that a film has translations into."""
    if len(languages) > MAX_LANGUAGES:
        yield _("A film has translations into at most %(most)d languages.") % {"most": MAX_LANGUAGES}


def _width_problems(width: int) -> Iterator[str]:
    if width > MAX_COLUMNS:
        yield _("The first line has more than %(most)d columns.") % {"most": MAX_COLUMNS}


def _first_problems(problems: Mapping[int, str]) -> list[BadRow]:
    """The problems that were found before reading stopped, and a line that says so."""
    named = [BadRow(line=at, reason=problems[at]) for at in sorted(problems)[:MAX_PROBLEMS]]
    more = _("There may be more problems. Correct these first. Nothing can be imported until then.")
    return [*named, BadRow(line=named[-1]["line"], reason=more)]


def _numbered_rows(text: str, problems: dict[int, str]) -> Iterator[tuple[int, list[str]]]:
    """Each row with content and the number of its first line. Broken quoting is added to `problems`.

    Reading stops when there are `MAX_PROBLEMS`.
    """
    lines = io.StringIO(text, newline="")
    start = lines.tell()
    first = lines.readline()
    skipped = 1
    if not (hint := _separator_hint(first)):
        lines.seek(start)
        skipped = 0
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=hint or _delimiter(text), strict=True)
    while len(problems) < MAX_PROBLEMS:
        line = skipped + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems[line] = _csv_reason(error)
            continue
        if any(cell.strip() for cell in row):
            yield line, row


def _separator_hint(line: str) -> str:
    """The separator of a first line such as `sep=;`, which spreadsheets write; empty for another line."""
    name, _equals, separator = line.strip("\r\n").partition("=")
    return separator if name.strip().casefold() == "sep" and separator in DELIMITERS else ""


def _delimiter(text: str) -> str:
    """The one that separates the most known columns of the first line with content."""
    first = next((line for line in re.split(r"[\r\n]+", text[:MAX_CELL]) if line.strip()), "")

    def known(delimiter: str) -> int:
        return len(columns_of(next(csv.reader([first], delimiter=delimiter), [])))

    return max(DELIMITERS, key=known)


def _csv_reason(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("A cell has more than %(most)d characters. A quotation mark may be missing.") % {
            "most": MAX_CELL
        }
    if "unexpected end" in str(error):
        return _("A quotation mark is never closed.")
    return _("The quotation marks of this line do not match.")


def _without_empty_end(row: list[str]) -> list[str]:
    """The row without the empty cells at its end, which spreadsheets add."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _film(
    line: int, row: list[str], columns: list[Column], width: int
) -> tuple[FilmOfFile | None, list[str]]:
    """The film of a row; None with the reasons if it has none."""
    if len(row) < width or len(_without_empty_end(row)) > width:
        reason = _("The line has %(found)d columns instead of %(wanted)d.")
        return None, [reason % {"found": len(row), "wanted": width}]
    if any("\ud800" <= character <= "\udfff" for cell in row for character in cell):
        return None, [_("The line has characters that cannot be read. Save the file as CSV in UTF-8.")]
    values: dict[str, Any] = {}
    texts: dict[tuple[str, str], str] = {}
    reasons: list[str] = []
    for column in columns:
        readers = TRANSLATION_READERS if column.language else READERS
        try:
            value = readers[column.name](cell_text(row[column.position]))
        except ValidationError as error:
            reasons.append(f"{column.heading}: {' '.join(error.messages)}")
            continue
        if column.language:
            texts[column.language, column.name] = value
        else:
            values[column.name] = value
    reasons.extend(language_problems({language for (language, _name), text in texts.items() if text}))
    if reasons:
        return None, reasons
    ratings = {name.removeprefix("rating_"): values.pop(name) for name in list(values) if "rating_" in name}
    title, year = values.pop("title"), values.pop("year")
    return FilmOfFile(line, title, year, values, texts, ratings), []
