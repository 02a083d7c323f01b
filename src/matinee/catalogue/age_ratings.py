"""Age ratings by country: the systems, and what each of their labels means at the door.

A film has the label that each country has published for it. A cinema applies the label of its own country.
Sources: Jugendschutzgesetz §§ 11 and 14 (DE), the BBFC's and IFCO's categories (GB, IE), the MPA's rating
system (US), Code du cinéma R.211-12 (FR), Kijkwijzer (NL), the categories of the Jugendmedienkommission (AT).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from matinee.core.countries import validate_country
from matinee.core.translations import short_line, translated

Ratings = Mapping[str, str]
"""Labels by country, such as `{"DE": "12", "US": "PG-13"}`."""

MAX_LABEL_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a system. `minimum_age` is that of a person who comes alone; 0 is any age."""

    minimum_age: int
    rule: str
    """For moviegoers, in English."""
    german: str
    """The same rule in German."""


@dataclass(frozen=True, slots=True)
class AgeRating:
    """The rating of a film in a country, with its rule in one language."""

    country: str
    system: str
    label: str
    minimum_age: int
    rule: str

    def __str__(self) -> str:
        """Such as `FSK 12`."""
        return f"{self.system} {self.label}"


def _from_age(age: int) -> Label:
    return Label(age, f"For ages {age} and over.", f"Ab {age} Jahren.")


def _advised_from(age: int) -> Label:
    return Label(0, f"Recommended for ages {age} and over.", f"Empfohlen ab {age} Jahren.")


def _alone_from(age: int) -> Label:
    return Label(
        age,
        f"For ages {age} and over; younger children only with an adult.",
        f"Ab {age} Jahren; jüngere Kinder nur in Begleitung Erwachsener.",
    )


_ALL_AGES = Label(0, "For all ages.", "Ohne Altersbeschränkung.")
_PARENTAL_GUIDANCE = Label(
    0,
    "For all ages; some scenes may not suit young children.",
    "Ohne Altersbeschränkung; einzelne Szenen eignen sich möglicherweise nicht für kleine Kinder.",
)

FSK = {
    "0": _ALL_AGES,
    "6": _from_age(6),
    "12": Label(
        12,
        "For ages 12 and over; from 6 with a parent or an adult appointed by the parents.",
        "Ab 12 Jahren; ab 6 Jahren in Begleitung einer personensorgeberechtigten oder "
        "erziehungsbeauftragten Person.",
    ),
    "16": _from_age(16),
    "18": _from_age(18),
}
BBFC = {
    "U": _ALL_AGES,
    "PG": _PARENTAL_GUIDANCE,
    "12A": _alone_from(12),
    "12": _from_age(12),
    "15": _from_age(15),
    "18": _from_age(18),
}
IFCO = {
    "G": _ALL_AGES,
    "PG": _PARENTAL_GUIDANCE,
    "12A": _alone_from(12),
    "15A": _alone_from(15),
    "16": _from_age(16),
    "18": _from_age(18),
}
MPA = {
    "G": _ALL_AGES,
    "PG": _PARENTAL_GUIDANCE,
    "PG-13": Label(
        0,
        "For all ages; parts may not suit children under 13.",
        "Ohne Altersbeschränkung; Teile eignen sich möglicherweise nicht für Kinder unter 13 Jahren.",
    ),
    "R": Label(
        17,
        "Under 17 only with a parent or adult guardian.",
        "Unter 17 Jahren nur in Begleitung eines Elternteils oder einer erwachsenen Aufsichtsperson.",
    ),
    "NC-17": _from_age(18),
}
CNC = {
    "TP": _ALL_AGES,
    "12": _from_age(12),
    "16": _from_age(16),
    "18": _from_age(18),
}
KIJKWIJZER = {
    "AL": _ALL_AGES,
    "6": _advised_from(6),
    "9": _advised_from(9),
    "12": _advised_from(12),
    "14": _advised_from(14),
    "16": _from_age(16),
    "18": _from_age(18),
}
JMK = {
    "0": _ALL_AGES,
    "6": _from_age(6),
    "8": _from_age(8),
    "10": _from_age(10),
    "12": _from_age(12),
    "14": _from_age(14),
    "16": _from_age(16),
}

SYSTEMS: dict[str, tuple[str, dict[str, Label]]] = {
    "AT": ("JMK", JMK),
    "DE": ("FSK", FSK),
    "FR": ("CNC", CNC),
    "GB": ("BBFC", BBFC),
    "IE": ("IFCO", IFCO),
    "NL": ("Kijkwijzer", KIJKWIJZER),
    "US": ("MPA", MPA),
}
"""The name of the system and its labels, by country."""

RULE_LANGUAGES = frozenset({"de"})
"""The languages that the rules are translated into."""


def age_rating(ratings: Ratings, country: str, language: str) -> AgeRating | None:
    """The rating of a film in a country; None if the film or the country's system has none."""
    name, labels = SYSTEMS.get(country, ("", {}))
    label = ratings.get(country, "")
    if label not in labels:
        return None
    meaning = labels[label]
    rule = translated({"de": {"rule": meaning.german}}, "rule", meaning.rule, language)
    return AgeRating(country, name, label, meaning.minimum_age, rule)


def age_ratings(ratings: Ratings, language: str) -> list[AgeRating]:
    """Every rating of a film, by country."""
    found = (age_rating(ratings, country, language) for country in sorted(ratings))
    return [one for one in found if one]


def checked_ratings(value: Any) -> dict[str, str]:
    """Return labels by country. A country whose system is known has only the labels of its system.

    Raises: ValidationError.
    """
    if not isinstance(value, dict) or not all(isinstance(label, str) for label in value.values()):
        raise ValidationError(_('Enter ratings by country, such as {"DE": "12", "US": "PG-13"}.'))
    return {country: _checked_label(country, label) for country, label in value.items()}


def _checked_label(country: str, text: str) -> str:
    validate_country(country)
    label = short_line(text)
    if not label or len(label) > MAX_LABEL_LENGTH:
        raise ValidationError(_("A rating has 1 to %(most)d characters.") % {"most": MAX_LABEL_LENGTH})
    name, labels = SYSTEMS.get(country, ("", {}))
    if labels and label not in labels:
        raise ValidationError(
            _("%(label)s is no rating of %(name)s (%(country)s). Its ratings: %(labels)s.")
            % {"label": label, "name": name, "country": country, "labels": ", ".join(labels)}
        )
    return label
