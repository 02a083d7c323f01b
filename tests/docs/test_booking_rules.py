"""The rules in docs/booking-rules.md, the code and the tests agree about which rules there are."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rules() -> set[int]:
    text = (ROOT / "docs/booking-rules.md").read_text()
    return {int(number) for number in re.findall(r"^\*\*B(\d+) ·", text, re.MULTILINE)}


def cited_in(folder: str) -> set[int]:
    """Rule numbers in a folder's Python files; `B2–B4` cites three, `test_b7_…` one."""
    cited: set[int] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if path != Path(__file__):
            for first, last in re.findall(r"\b(?:test_)?[Bb](\d+)(?:–B(\d+))?(?:\b|_)", path.read_text()):
                cited.update(range(int(first), int(last or first) + 1))
    return cited


def test_every_rule_is_cited_by_a_test() -> None:
    assert rules() - cited_in("tests") == set()


def test_every_rule_is_cited_by_the_code() -> None:
    assert rules() - cited_in("src/matinee") == set()


def test_no_test_cites_a_rule_that_does_not_exist() -> None:
    assert cited_in("tests/races") | cited_in("tests/services") <= rules()


def test_the_rules_are_found() -> None:
    assert rules() == {*range(1, 18)}
