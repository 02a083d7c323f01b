"""Choose the language of a response. `settings.LANGUAGES` lists the supported ones."""

from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

REGIONS = {"en": "en-GB"}
"""The locale for dates and amounts of a language, where it differs from CLDR's default."""


def negotiate_language(*, accept_language: str, cookie: str = "") -> str:
    """Choose by the cookie `settings.LANGUAGE_COOKIE_NAME`, else by the header Accept-Language (RFC 9110).

    Skips unsupported and malformed languages. Falls back to `settings.LANGUAGE_CODE`. For example,
    `("de-AT,fr;q=0.5", "")` gives `"de"`. The API uses no cookies.
    """
    for candidate in _candidates(accept_language, cookie):
        try:
            return get_supported_language_variant(candidate)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def current_locale() -> Locale:
    """Return Babel's locale for the active language (`django.utils.translation.override`)."""
    language = get_language() or settings.LANGUAGE_CODE
    try:
        return Locale.parse(REGIONS.get(language, language), sep="-")
    except UnknownLocaleError:
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")


def _candidates(accept_language: str, cookie: str) -> Iterator[str]:
    """Yield the client's languages, preferred first. `*` stands for `settings.LANGUAGE_CODE`."""
    yield cookie
    for language, weight in parse_accept_lang_header(accept_language):
        if weight > 0:
            yield settings.LANGUAGE_CODE if language == "*" else language
