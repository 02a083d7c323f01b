"""Decision records have the prescribed form, and the index lists each of them."""

import re
from pathlib import Path

import pytest

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
HEADINGS = ["Context", "Decision", "Consequences"]
SHORTEST, LONGEST = 150, 350

each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)


def title_of(record: Path) -> tuple[str, str]:
    """The number and the title in a record's first line."""
    number, _, title = record.read_text().splitlines()[0].removeprefix("# ").partition(": ")
    return number, title


def test_the_index_lists_every_record_by_number_and_title() -> None:
    lines = re.findall(r"^- \[(\d{4})\]\((.+?)\): (.+)$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    assert lines == [(record.stem[:4], record.name, title_of(record)[1]) for record in RECORDS]


def test_every_number_is_used_once() -> None:
    numbers = [record.stem[:4] for record in RECORDS]
    assert len(numbers) == len(set(numbers)) > 0


@each_record
def test_the_title_has_the_number_of_the_file(record: Path) -> None:
    number, title = title_of(record)
    assert number == record.stem[:4]
    assert title


@each_record
def test_a_record_has_context_decision_and_consequences(record: Path) -> None:
    assert re.findall(r"^#{2,} (.+)$", record.read_text(), re.MULTILINE) == HEADINGS


@each_record
def test_a_record_is_neither_too_short_nor_too_long(record: Path) -> None:
    assert SHORTEST <= len(record.read_text().split()) <= LONGEST
