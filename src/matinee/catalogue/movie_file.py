"""Reads a file of films: CSV in UTF-8.

The header names the columns, in any order. `title,year,duration_minutes,genre,rating,director` are required.
The others are optional. A missing column keeps the film's value, an empty field removes it:

- `poster_url`, `trailer_url`: https addresses
- `original_title`, `synopsis`: text; a synopsis may have line breaks
- `cast`: names, separated by `|`
- `audio_description`, `captions`: languages (BCP 47), separated by `|`
- `ratings`: age ratings by country, such as `DE:12|US:PG-13`
- `title_xx`, `synopsis_xx`, `genre_xx`: translations into xx, such as `title_de` or `title_pt-BR`
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from matinee.catalogue.age_ratings import checked_ratings
from matinee.catalogue.errors import BadRow, MoviesUnreadable
from matinee.catalogue.models import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DURATION_MINUTES,
    TRANSLATED,
    Movie,
    checked_cast,
)
from matinee.core.multi_line import multi_line
from matinee.core.single_line import MAX_LENGTH, single_line
from matinee.core.translations import check_number_of_languages, checked_languages, language_tag, short_line
from matinee.core.web_address import validate_https

HEADER = ["title", "year", "duration_minutes", "genre", "rating", "director"]
FACTS = ["duration_minutes", "genre", "rating", "director"]
REASONS = {"control": "a control character", "blank": "a field of invisible characters"}
SEPARATOR = "|"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def _ratings(text: str) -> dict[str, str]:
    pairs = [part.partition(":") for part in _parts(text)]
    if not all(label.strip() for _, _, label in pairs):
        raise ValidationError("Enter countries and ratings, such as DE:12|US:PG-13.")
    if len({country.strip() for country, _, _ in pairs}) < len(pairs):
        raise ValidationError("A country is there twice.")
    return checked_ratings({country.strip(): label.strip() for country, _, label in pairs})


def _https(text: str) -> str:
    if text:
        try:
            validate_https(text)
        except ValidationError as error:
            raise ValidationError(f"{_shown(text)} is not an https address", code="web-address") from error
    return text


OPTIONAL: dict[str, Callable[[str], Any]] = {
    "poster_url": _https,
    "original_title": short_line,
    "synopsis": multi_line,
    "cast": lambda text: checked_cast(_parts(text)),
    "trailer_url": _https,
    "audio_description": lambda text: checked_languages(_parts(text)),
    "captions": lambda text: checked_languages(_parts(text)),
    "ratings": _ratings,
}
"""The optional columns without those by language, and how to read their fields."""


@dataclass(frozen=True, slots=True)
class MovieFacts:
    """One film of the file."""

    title: str
    release_year: int
    duration_minutes: int
    genre: str
    rating: str
    director: str
    line: int
    """The first line of its row."""
    optional: Mapping[str, Any] = field(default_factory=dict)
    """The values of optional columns. The film keeps what is missing."""
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Translations by language and name, such as `("de", "title")`; an empty one removes that of the film."""

    @property
    def key(self) -> tuple[str, int]:
        """Title and year, which identify a film."""
        return self.title, self.release_year

    def columns(self, known: Movie | None = None) -> dict[str, Any]:
        """The values to write, by column of the table, for a new film or a known one."""
        facts = {name: getattr(self, name) for name in ("title", "release_year", *FACTS)}
        translations = {tag: dict(texts) for tag, texts in known.translations.items()} if known else {}
        for (tag, name), text in self.texts.items():
            translations.setdefault(tag, {})[name] = text
        kept = {
            tag: {name: text for name, text in texts.items() if text} for tag, texts in translations.items()
        }
        merged = {"translations": {tag: texts for tag, texts in kept.items() if texts}} if self.texts else {}
        return {**facts, **self.optional, **merged}


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
    if reasons := list(_header_problems(header)):
        raise _unreadable({1: "; ".join(reasons)})
    films: dict[tuple[str, int], MovieFacts] = {}
    for line, row in rows:
        if reasons := list(_row_problems(header, row)):
            problems[line] = "; ".join(reasons)
            continue
        facts = _facts(line, dict(zip(header, (cell.strip() for cell in row), strict=True)))
        listed = films.setdefault(facts.key, facts)
        if listed is not facts:
            problems[line] = f"{facts.title} ({facts.release_year}) is on line {listed.line} already"
    if problems:
        raise _unreadable(problems)
    return list(films.values())


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


def _translation_of(column: str) -> tuple[str, str] | None:
    """The language and the name of a column such as `title_de`; None for another column."""
    name, _, tag = column.partition("_")
    if name not in TRANSLATED:
        return None
    try:
        return language_tag(tag), name
    except ValidationError:
        return None


def _header_problems(header: list[str]) -> Iterator[str]:
    if missing := [name for name in HEADER if name not in header]:
        yield f"the header must have {','.join(HEADER)}: {','.join(missing)} missing"
    seen: set[object] = set()
    for name in header:
        column = _translation_of(name) or name
        if column in seen:
            yield f"the column {_shown(name)} is there twice"
        elif name not in HEADER and name not in OPTIONAL and column == name:
            yield f"there is no column {_shown(name)}"
        seen.add(column)


def _facts(line: int, cells: dict[str, str]) -> MovieFacts:
    """The film of a row without errors."""
    texts = {key: cells[name] for name in cells if (key := _translation_of(name))}
    return MovieFacts(
        title=cells["title"],
        release_year=int(cells["year"]),
        duration_minutes=int(cells["duration_minutes"]),
        genre=cells["genre"],
        rating=cells["rating"],
        director=cells["director"],
        line=line,
        optional={name: read(cells[name]) for name, read in OPTIONAL.items() if name in cells},
        texts={(tag, name): TRANSLATED[name](text) for (tag, name), text in texts.items()},
    )


def _row_problems(header: list[str], row: list[str]) -> Iterator[str]:
    if len(row) != len(header):
        yield f"{len(row)} columns instead of {len(header)}"
        return
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    if any("\ud800" <= character <= "\udfff" for cell in row for character in cell):
        yield "not UTF-8"
    else:
        yield from _text_problems(dict(zip(header, row, strict=True)))
        yield from _optional_problems(cells)
    if not cells["title"]:
        yield "the title is missing"
    yield from _number_problems("year", cells["year"], FIRST_YEAR, LAST_YEAR)
    yield from _number_problems("duration_minutes", cells["duration_minutes"], 1, MAX_DURATION_MINUTES)


def _text_problems(cells: dict[str, str]) -> Iterator[str]:
    """Reasons against the required fields, which are all single lines."""
    found = set()
    for name in HEADER:
        try:
            single_line(cells[name])
        except ValidationError as error:
            found.add(REASONS.get(error.code or ""))
    yield from sorted(filter(None, found))
    if any(len(cells[name].strip()) > MAX_LENGTH for name in HEADER):
        yield f"a field of more than {MAX_LENGTH} characters"


def _optional_problems(cells: dict[str, str]) -> Iterator[str]:
    for name, cell in cells.items():
        key = _translation_of(name)
        read = TRANSLATED[key[1]] if key else OPTIONAL.get(name)
        if read:
            try:
                read(cell)
            except ValidationError as error:
                joint = " " if error.code == "web-address" else ": "
                yield f"{name}{joint}{' '.join(error.messages)}"
    translated = (_translation_of(name) for name, cell in cells.items() if cell)
    yield from language_problems({key[0] for key in translated if key})


def language_problems(languages: Collection[str]) -> Iterator[str]:
    """Reasons against the number of languages that a film has translations into."""
    try:
        check_number_of_languages(languages, code="translations")
    except ValidationError as error:
        yield f"translations: {error.message}"


def _number_problems(name: str, text: str, lowest: int, highest: int) -> Iterator[str]:
    if not text:
        yield f"{name} is missing"
    elif not (text.isascii() and text.isdigit() and len(text) <= 4 and lowest <= int(text) <= highest):
        yield f"{name} {_shown(text)} is not a whole number from {lowest} to {highest}"


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 20 else text[:20] + "…")
