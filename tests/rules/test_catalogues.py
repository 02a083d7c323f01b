"""Every message of the server is translated into every language; `make check` reports missing ones."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from messages import CATALOGUES, catalogue_errors, extracted, update

HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
SEAT = 'msgid "%(count)s seat"\nmsgid_plural "%(count)s seats"\n'
TRANSLATED = SEAT + 'msgstr[0] "%(count)s Platz"\nmsgstr[1] "%(count)s Plätze"\n'


@pytest.fixture
def seats() -> Catalog:
    """The catalogue of one message with two plural forms."""
    messages = Catalog()
    messages.add(("%(count)s seat", "%(count)s seats"), locations=[("hall.py", 0)])
    return messages


def catalogue(folder: Path, text: str) -> Path:
    """A German catalogue with this text."""
    path = folder / "de/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + text)
    return path


def test_every_language_except_english_has_a_catalogue() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == {code for code, _ in settings.LANGUAGES} - {"en"}
    assert all(path.with_suffix(".mo").exists() for path in CATALOGUES)


@pytest.mark.slow
def test_messages_are_extracted_from_code_and_templates() -> None:
    texts = {(message.id, message.context) for message in extracted()}
    assert ("HALL", "label") in texts
    assert ("Row %(row)s, seat %(number)s", None) in texts
    assert (("Open your ticket", "Open your tickets"), None) in texts


def test_a_complete_catalogue_has_no_errors(tmp_path: Path, seats: Catalog) -> None:
    assert list(catalogue_errors(catalogue(tmp_path, TRANSLATED), seats)) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "not translated"),
        (SEAT + 'msgstr[0] ""\nmsgstr[1] ""\n', "not translated"),
        (SEAT + 'msgstr[0] "%(count)s Platz"\nmsgstr[1] ""\n', "not translated"),
        ("#, fuzzy\n" + TRANSLATED, "not translated"),
        (
            "#, python-format\n" + SEAT + 'msgstr[0] "%(n)s Platz"\nmsgstr[1] "%(n)s Plätze"\n',
            "unknown named",
        ),
        (TRANSLATED + 'msgid "Row"\nmsgstr "Reihe"\n', "unused"),
    ],
)
def test_missing_fuzzy_wrong_and_unused_messages_are_reported(
    tmp_path: Path, seats: Catalog, text: str, error: str
) -> None:
    (reported,) = catalogue_errors(catalogue(tmp_path, text), seats)
    assert error in reported


def test_extracting_keeps_translations_and_removes_unused_ones(tmp_path: Path, seats: Catalog) -> None:
    path = catalogue(tmp_path, TRANSLATED + 'msgid "Row"\nmsgstr "Reihe"\n')
    seats.add("Hall", locations=[("hall.py", 0)])
    update(path, seats)
    assert TRANSLATED in path.read_text()
    assert "Reihe" not in path.read_text()
    assert list(catalogue_errors(path, seats)) == ["django.po, de: not translated: 'Hall'"]


@pytest.mark.slow
def test_extracting_twice_changes_nothing(tmp_path: Path) -> None:
    for source in CATALOGUES:
        path = catalogue(tmp_path, "")
        path.write_bytes(source.read_bytes())
        update(path, extracted())
        assert path.read_text() == source.read_text()
