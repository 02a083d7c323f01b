"""In which language somebody is spoken to. `settings.LANGUAGES` has those that we know."""

from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

REGIONS = {"en": "en-GB"}
"""Whose dates and amounts a language comes with, where CLDR's choice is not ours."""


def negotiate_language(*, accept_language: str, cookie: str = "") -> str:
    """Choose by the cookie `settings.LANGUAGE_COOKIE_NAME`, else by the header Accept-Language (RFC 9110).

    What names no language that we know, or is no language at all, is passed over; in the end stands
    `settings.LANGUAGE_CODE`. `("de-AT,fr;q=0.5", "")` gives `"de"`. The API has no cookies and gives none.
    """
    for wish in _wishes(accept_language, cookie):
        try:
            return get_supported_language_variant(wish)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def current_locale() -> Locale:
    """Give Babel's rules for the language that is spoken now (`django.utils.translation.override`)."""
    language = get_language() or settings.LANGUAGE_CODE
    try:
        return Locale.parse(REGIONS.get(language, language), sep="-")
    except UnknownLocaleError:
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")


def _wishes(accept_language: str, cookie: str) -> Iterator[str]:
    """The dearest first. Where anything is welcome (`*`), so is our own language."""
    yield cookie
    for wish, weight in parse_accept_lang_header(accept_language):
        if weight > 0:
            yield settings.LANGUAGE_CODE if wish == "*" else wish
