"""German texts of both apps and of the server: words and quotation marks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    [*ROOT.glob("web/src/**/locales/de.po"), ROOT / "src/matinee/locale/de/LC_MESSAGES/django.po"]
)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        for message in read_po(file):
            forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
            for text in forms:
                yield str(message.id), text or ""


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_quotation_marks_are_german(path: Path) -> None:
    wrong = [text for _, text in _texts(path) if re.search("[“”]", re.sub("„[^„“]*“", "", text))]
    assert wrong == []


def test_programs_are_not_taken_for_the_films_of_a_cinema() -> None:
    found = {text for path in CATALOGUES for msgid, text in _texts(path) if msgid == "Programs"}
    assert found == {"Schnittstellen"}


def test_a_missing_setting_of_the_server_says_whom_to_ask() -> None:
    for path in CATALOGUES:
        for msgid, text in _texts(path):
            if re.search("SMTP_URL|counter-only|SITE_URL", msgid):
                assert "Ask the person who runs the server" in msgid, path
                assert "wer den Server betreibt" in text or "die Person, die den Server betreibt" in text
