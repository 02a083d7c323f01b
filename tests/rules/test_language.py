"""The language of a page or an order."""

import pytest

from matinee.core.language import negotiate_language


@pytest.mark.parametrize(
    ("accept_language", "chosen"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", "de"),
        ("en;q=0.5, de;q=0.7", "de"),
        ("DE", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("*, de;q=0.5", "en"),
        ("fr, de;q=0", "en"),
        ("fr", "en"),
        ("", "en"),
        ("de; q=ten", "en"),
        ("../../de", "en"),
        ("de," * 1000, "de"),
        ("d" * 100_000, "en"),
    ],
)
def test_the_browser_states_its_preferred_language(accept_language: str, chosen: str) -> None:
    assert negotiate_language(accept_language=accept_language) == chosen


@pytest.mark.parametrize(
    ("cookie", "accept_language", "chosen"),
    [
        ("de", "en", "de"),
        ("de-CH", "en", "de"),
        ("en", "de", "en"),
        ("xx", "de", "de"),
        ("\x00é", "de", "de"),
        ("xx", "yy", "en"),
    ],
)
def test_the_cookie_takes_precedence_if_its_language_is_supported(
    cookie: str, accept_language: str, chosen: str
) -> None:
    assert negotiate_language(accept_language=accept_language, cookie=cookie) == chosen
