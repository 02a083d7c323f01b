"""The columns of a file of films, by the names that people give them in English and German."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.catalogue.age_ratings import SYSTEMS
from matinee.catalogue.movie_cells import shown
from matinee.core.translations import language_tag

MAX_COLUMNS = 200
MAX_HEADING = 100
"""Characters. A pattern takes long for a longer heading that almost fits."""

REQUIRED = ("title", "year", "duration_minutes")

NAMES = {
    "title": "title, film, movie, film title, movie title, titel, filmtitel",
    "original_title": "original title, originaltitel, titel original, titel im original",
    "year": "year, release year, jahr, erscheinungsjahr, produktionsjahr, herstellungsjahr, filmjahr",
    "duration_minutes": "duration minutes, duration, running time, runtime, length, minutes, laufzeit, "
    "dauer, länge, laenge, filmlänge, spieldauer, minuten, laufzeit min, laufzeit minuten, laufzeit in min, "
    "laufzeit in minuten, dauer min, dauer in minuten, länge min, länge in minuten, runtime min, "
    "running time min",
    "genre": "genre, genres",
    "rating": "rating",
    "director": "director, directors, directed by, regie, regisseur, regisseurin, regisseur in",
    "cast": "cast, actors, starring, besetzung, darsteller, darstellerinnen, schauspieler, mit",
    "synopsis": "synopsis, description, plot, inhalt, inhaltsangabe, kurzinhalt, beschreibung, handlung",
    "trailer_url": "trailer url, trailer, trailer link",
    "poster_url": "poster url, poster link, plakat url, plakat link",
    "audio_description": "audio description, audiodeskription, hörfassung",
    "captions": "captions, untertitel für gehörlose, untertitel für hörgeschädigte",
    "ratings": "ratings, age ratings, altersfreigaben",
    "rating_DE": "fsk, fsk freigabe, altersfreigabe, freigabe, altersfreigabe fsk, freigabe fsk, ab",
    **{
        f"rating_{country}": name.casefold()
        for country, (name, _labels) in SYSTEMS.items()
        if country != "DE"
    },
}
"""The names of each column, as `_plain` writes them."""

TRANSLATED = ("title", "synopsis", "genre")
"""Columns that are there for other languages too: `title_de`, `Titel (de)`."""

SEPARATORS = re.compile(r"[\s_\-./:()\[\]]+")
WITH_LANGUAGE = re.compile(r"(.+?)[\s_(\[]+([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)[)\]]?")


def _plain(name: str) -> str:
    return SEPARATORS.sub(" ", name.casefold()).strip()


COLUMNS = {name: column for column, names in NAMES.items() for name in names.split(", ")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file that films have."""

    position: int
    heading: str
    """As the file names it."""
    name: str
    """As `NAMES` does, or `title`, `synopsis` or `genre` with a language."""
    language: str = ""


def column_of(position: int, heading: str) -> Column | None:
    """The column with this heading; None for one that films do not have."""
    if len(heading) > MAX_HEADING:
        return None
    if name := COLUMNS.get(_plain(heading)):
        return Column(position, heading, name)
    match = WITH_LANGUAGE.fullmatch(heading.strip())
    name = COLUMNS.get(_plain(match[1])) if match else None
    if match is None or name not in TRANSLATED:
        return None
    try:
        return Column(position, heading, name, language_tag(match[2]))
    except ValidationError:
        return None


def columns_of(headings: list[str]) -> list[Column]:
    """The columns of a first line that films have, in its order. Those after `MAX_COLUMNS` are left out."""
    first = headings[:MAX_COLUMNS]
    found = (column_of(position, heading.strip()) for position, heading in enumerate(first))
    return [column for column in found if column]


def column_problems(columns: list[Column]) -> Iterator[str]:
    """Reasons against a first line."""
    names = {column.name for column in columns if not column.language}
    if missing := [name for name in REQUIRED if name not in names]:
        yield _(
            "The first line must name the columns title, year and duration_minutes (or Titel, Jahr and "
            "Laufzeit). Missing: %(columns)s."
        ) % {"columns": ", ".join(missing)}
    seen: dict[tuple[str, str], str] = {}
    for column in columns:
        first = seen.setdefault((column.name, column.language), column.heading)
        if first is not column.heading:
            yield _("The columns “%(first)s” and “%(second)s” mean the same. Remove one.") % {
                "first": shown(first),
                "second": shown(column.heading),
            }
