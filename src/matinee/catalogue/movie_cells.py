"""The cells of a file of films: texts, years, running times, lists and age ratings, as people write them."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.catalogue.age_ratings import SYSTEMS, checked_ratings
from matinee.catalogue.models import FIRST_YEAR, LAST_YEAR, MAX_CAST, MAX_DURATION_MINUTES, checked_cast
from matinee.core import multi_line as text_of_lines
from matinee.core import single_line
from matinee.core.countries import validate_country
from matinee.core.multi_line import multi_line
from matinee.core.translations import MAX_LANGUAGES, checked_languages, short_line
from matinee.core.web_address import validate_https

SEPARATOR = "|"
MAX_SHOWN = 30

MAX_SHORT_CELL = 40
"""Characters of a running time or an age rating. A pattern takes long for a long text that almost fits."""

MINUTES = re.compile(r"([0-9]{1,4})\s*(?:m|min|mins|minuten?|minutes?|['’])?\.?", re.IGNORECASE)
HOURS = re.compile(
    r"([0-9]{1,2})\s*(?:h|hrs?|hours?|std|stunden?)\.?\s*(?:([0-5]?[0-9])\s*(?:m|min|mins|minuten?|minutes?|['’])?\.?)?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?(?:\s*(?:h|std)\.?)?", re.IGNORECASE)

AGE = re.compile(r"(?:fsk)?\s*(?:freigegeben)?\s*(?:ab)?\s*([0-9]{1,2})\s*(?:jahren?|j)?\.?", re.IGNORECASE)
ALL_AGES = re.compile(r"(?:fsk)?\s*(?:o\.?\s?a\.?|ohne (?:alters)?beschränkung)", re.IGNORECASE)
NO_RATING = {
    "",
    "-",
    "–",
    "?",
    "k.a.",
    "k. a.",
    "keine",
    "keine angabe",
    "n/a",
    "none",
    "ungeprüft",
    "unrated",
}

AS_TEXT = re.compile(r'="([^"]*)"')
"""How spreadsheets write a number that they must not change."""


def cell_text(cell: str) -> str:
    """The text of a cell without the white space around it. Formulas are texts like others."""
    text = cell.strip(" \t\u00a0\ufeff")
    match = AS_TEXT.fullmatch(text)
    return match[1] if match else text


def shown(text: str) -> str:
    """A part of the file in a message: short, and without characters that could disturb it."""
    short = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
    return "".join(one if one.isprintable() else "�" for one in short)


def line(text: str) -> str:
    """One line. Raises: ValidationError."""
    return _checked(short_line, text, single_line.MAX_LENGTH)


def paragraphs(text: str) -> str:
    """Text with line breaks. Raises: ValidationError."""
    return _checked(multi_line, text, text_of_lines.MAX_LENGTH)


def title(text: str) -> str:
    """A title. Raises: ValidationError."""
    if not text:
        raise ValidationError(_("This is missing."))
    return line(text)


def year(text: str) -> int:
    """A year. Raises: ValidationError."""
    if not text:
        raise ValidationError(_("This is missing."))
    digits = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    if not re.fullmatch(r"[0-9]{4}", digits) or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        raise ValidationError(
            _("“%(text)s” is not a year from %(first)d to %(last)d.")
            % {"text": shown(text), "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return int(digits)


def duration(text: str) -> int:
    """A running time in minutes: `115`, `115 Min.`, `1:55` or `1h 55min`. Raises: ValidationError."""
    if not text:
        raise ValidationError(_("This is missing."))
    minutes = _minutes(text)
    if minutes is None or not 1 <= minutes <= MAX_DURATION_MINUTES:
        raise ValidationError(
            _(
                "“%(text)s” is not a running time of 1 to %(longest)d minutes. "
                "Write it as 115, 1:55 or 1h 55min."
            )
            % {"text": shown(text), "longest": MAX_DURATION_MINUTES}
        )
    return minutes


def _minutes(text: str) -> int | None:
    if len(text) > MAX_SHORT_CELL:
        return None
    if match := MINUTES.fullmatch(text):
        return int(match[1])
    if match := HOURS.fullmatch(text) or CLOCK.fullmatch(text):
        return 60 * int(match[1]) + int(match[2] or 0)
    return None


def address(text: str) -> str:
    """An https address, or nothing. Raises: ValidationError."""
    if text:
        try:
            validate_https(text)
        except ValidationError as error:
            raise ValidationError(_("“%(text)s” is not an https address.") % {"text": shown(text)}) from error
    return text


def names(text: str) -> list[str]:
    """Names, separated by `|`, or else by semicolons, line breaks or commas. Raises: ValidationError."""
    separator = next((one for one in (SEPARATOR, ";", "\n") if one in text), ",")
    found = text.split(separator)
    if len(found) > MAX_CAST:
        raise ValidationError(_("There are more than %(most)d names.") % {"most": MAX_CAST})
    return checked_cast([line(name.strip()) for name in found])


def languages(text: str) -> list[str]:
    """Language tags, separated by `|`, commas or spaces. Raises: ValidationError."""
    return language_tags([tag for tag in re.split(r"[|,;\s]+", text) if tag])


def language_tags(tags: list[str]) -> list[str]:
    """Language tags in their usual case, without repeats. Raises: ValidationError."""
    if len(tags) > MAX_LANGUAGES:
        raise ValidationError(_("There are more than %(most)d languages.") % {"most": MAX_LANGUAGES})
    try:
        return checked_languages(tags)
    except ValidationError as error:
        raise ValidationError(
            _("“%(text)s” is not a list of language tags, such as de or pt-BR.")
            % {"text": shown(", ".join(tags))}
        ) from error


def ratings(text: str) -> dict[str, str]:
    """Ratings by country, such as `DE:12|US:PG-13`. Raises: ValidationError."""
    pairs = [part.partition(":") for part in text.split(SEPARATOR) if part.strip()]
    found: dict[str, str] = {}
    for country, _colon, label in pairs:
        place = country.strip()
        if not label.strip():
            raise ValidationError(_("Write countries and ratings, such as DE:12|US:PG-13."))
        if place in found:
            raise ValidationError(_("The country %(country)s is there twice.") % {"country": place})
        found[place] = _label(place, label.strip())
    return found


def rating_in(country: str) -> Callable[[str], str]:
    """How to read the rating of one country: `12`, `FSK 12` or `ab 12 Jahren`; empty for no rating."""

    def read(text: str) -> str:
        if text.casefold() in NO_RATING:
            return ""
        if len(text) > MAX_SHORT_CELL:
            return _label(country, text)
        system, labels = SYSTEMS[country]
        plain = re.sub(rf"^{system}\s*", "", text, flags=re.IGNORECASE).strip()
        if "0" in labels and ALL_AGES.fullmatch(plain):
            return "0"
        age = AGE.fullmatch(plain)
        known = {label.casefold(): label for label in labels}
        if label := known.get(plain.casefold()) or (age and known.get(str(int(age[1])))):
            return label
        return _label(country, plain or text)

    return read


def _label(country: str, label: str) -> str:
    try:
        validate_country(country)
    except ValidationError as error:
        raise ValidationError(
            _("“%(text)s” is not the ISO 3166 code of a country, such as DE.") % {"text": shown(country)}
        ) from error
    system, labels = SYSTEMS.get(country, ("", {}))
    if labels and label not in labels:
        raise ValidationError(
            _("“%(text)s” is no rating of %(system)s. Its ratings: %(labels)s.")
            % {"text": shown(label), "system": system, "labels": ", ".join(labels)}
        )
    line(label)
    return checked_ratings({country: label})[country]


def _checked(check: Callable[[str], str], text: str, max_length: int) -> str:
    """The checked text, with the reasons of the value types in the reader's language."""
    try:
        return check(text)
    except ValidationError as error:
        reasons = {
            "control": _("There is a control character in it."),
            "blank": _("It has only invisible characters."),
            "length": _("It has more than %(most)d characters.") % {"most": max_length},
        }
        raise ValidationError(reasons.get(error.code or "", error.message)) from error


READERS: dict[str, Callable[[str], Any]] = {
    "title": title,
    "year": year,
    "duration_minutes": duration,
    "genre": line,
    "rating": line,
    "director": line,
    "original_title": line,
    "synopsis": paragraphs,
    "cast": names,
    "trailer_url": address,
    "poster_url": address,
    "audio_description": languages,
    "captions": languages,
    "ratings": ratings,
    **{f"rating_{country}": rating_in(country) for country in SYSTEMS},
}
"""How to read the cells of each column."""

TRANSLATION_READERS = {"title": line, "synopsis": paragraphs, "genre": line}
