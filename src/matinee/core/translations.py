"""Texts by language: language tags, their order of fallback, and the check of stored translations.

A row has a base text in the language of its cinema, and translations as JSON: `{"de": {"title": "Oben"}}`.
A text in a language is the first of these that exists and is not empty:

1. the translation of the exact tag, such as `de-AT`;
2. those of shorter tags: each time without the last part, such as `de` (RFC 4647, lookup);
3. the base text.

Each text falls back by itself: a film may have its title in `de-AT` and its synopsis in `de`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matinee.core.single_line import MAX_LENGTH, single_line

Translations = Mapping[str, Mapping[str, str]]
"""Texts by language tag and name."""

MAX_TAG_LENGTH = 35
"""Characters: the length that RFC 5646 recommends to support."""

MAX_LANGUAGES = 50
MAX_NAMES = 50
"""Limits for the size of a row."""

TAG_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
STORED_TAG_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
"""Tags in their usual case begin with the language in lower case. For Python and PostgreSQL."""

TAG_MESSAGE = gettext_lazy("This must be a language tag (BCP 47), such as de or pt-BR.")


def language_tag(text: str) -> str:
    """Return a BCP 47 tag in its usual case: `PT-br` becomes `pt-BR`, `zh-hant` becomes `zh-Hant`.

    Raises: ValidationError.
    """
    if len(text) > MAX_TAG_LENGTH or not re.fullmatch(TAG_PATTERN, text):
        raise ValidationError(TAG_MESSAGE, code="language")
    language, *subtags = text.lower().split("-")
    parts = [language]
    for subtag in subtags:
        is_extension = any(len(part) == 1 for part in parts)
        if len(subtag) == 2 and not is_extension:
            parts.append(subtag.upper())
        elif len(subtag) == 4 and subtag.isalpha() and not is_extension:
            parts.append(subtag.title())
        else:
            parts.append(subtag)
    return "-".join(parts)


@lru_cache(maxsize=256)
def fallbacks(language: str) -> tuple[str, ...]:
    """Return a tag and its shorter forms: `("zh-Hant-TW", "zh-Hant", "zh")`. None for an empty tag."""
    parts = language.split("-") if language else []
    tags = []
    while parts:
        # A tag cannot end with the mark of an extension.
        if len(parts) == 1 or len(parts[-1]) > 1:
            tags.append("-".join(parts))
        parts.pop()
    return tuple(tags)


def translated(translations: Translations, name: str, base: str, language: str) -> str:
    """Return the text `name` in a language, an empty one for the base text."""
    for tag in fallbacks(language):
        if text := translations.get(tag, {}).get(name):
            return text
    return base


def known_language(language: str, known: Collection[str]) -> str:
    """Return the first tag in the order of fallback that is known; an empty one if none is.

    Texts in the returned language equal those in `language`, so that it can be the key of a cache, whose size
    does not depend on the requests.
    """
    return next((tag for tag in fallbacks(language) if tag in known), "")


def checked_translations(value: Any, checks: Mapping[str, Callable[[str], str]]) -> dict[str, dict[str, str]]:
    """Return translations of the names in `checks` with tags in their usual case and without empty texts.

    Each text passes the check of its name. Raises: ValidationError.
    """
    hint = _("The names are %(names)s.") % {"names": ", ".join(checks)}
    return _checked(value, lambda name: checks.get(name), hint)


def checked_names(value: Any) -> dict[str, dict[str, str]]:
    """Return the names of things by language, such as `{"de": {"Preview": "Vorpremiere"}}`, checked likewise.

    The names of the things are single lines, as their translations are.
    """
    return _checked(value, lambda _name: short_line, "")


def checked_languages(value: Any) -> list[str]:
    """Return a list of language tags in their usual case, without repeats. Raises: ValidationError."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValidationError(_('Enter a list of language tags, such as ["en", "de"].'), code="languages")
    check_number_of_languages(value, code="languages")
    return list(dict.fromkeys(map(language_tag, value)))


def check_number_of_languages(languages: Collection[str], *, code: str) -> None:
    """Raises: ValidationError, if a row would have too many."""
    if len(languages) > MAX_LANGUAGES:
        raise ValidationError(_("Enter at most %(most)d languages.") % {"most": MAX_LANGUAGES}, code=code)


def short_line(text: str) -> str:
    """Return a single line of at most 300 characters. Raises: ValidationError."""
    line = single_line(text)
    if len(line) > MAX_LENGTH:
        raise ValidationError(
            _("This must have at most %(most)d characters.") % {"most": MAX_LENGTH}, code="length"
        )
    return line


def _checked(
    value: Any, check_of: Callable[[str], Callable[[str], str] | None], hint: str
) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(texts, dict) for texts in value.values()):
        raise ValidationError(
            _('Enter texts by language, such as {"de": {"title": "Oben"}}.'), code="translations"
        )
    check_number_of_languages(value, code="translations")
    checked: dict[str, dict[str, str]] = {}
    for tag, texts in value.items():
        if len(texts) > MAX_NAMES:
            raise ValidationError(
                _("Enter at most %(most)d texts of a language.") % {"most": MAX_NAMES}, code="translations"
            )
        language = language_tag(tag)
        if language in checked:
            raise ValidationError(
                _("The language %(language)s is there twice.") % {"language": language}, code="translations"
            )
        checked[language] = {}
        for name, text in texts.items():
            check = check_of(name)
            if check is None:
                message = _("There is no text %(name)s.") % {"name": short_line(name)}
                raise ValidationError(f"{message} {hint}", code="translations")
            if not isinstance(text, str):
                raise ValidationError(
                    _("%(name)s must be text.") % {"name": short_line(name)}, code="translations"
                )
            if shown := check(text):
                checked[language][short_line(name)] = shown
    return {tag: texts for tag, texts in checked.items() if texts}
