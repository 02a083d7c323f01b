"""A problem is declared in one class, and its data must match the declaration."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypedDict

import pytest

from matinee.core.problems import Header, Internal, Problem, TooManyRequests


class Pump(TypedDict):
    """A pump."""

    litres: int


class Flooded(Problem):
    """The hall is flooded.

    Further paragraphs are for developers.
    """

    code = "flooded"
    title = "Flooded"
    status = 409

    since: datetime
    pumps: list[Pump] = []
    cause: str | None
    depth: float | None = None
    retry_after: Annotated[int, Header("Retry-After")] = 60
    hall: Internal[str] = "One"


NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_the_document_has_the_declared_members() -> None:
    flooded = Flooded(since=NOON, cause=None)
    assert flooded.document() == {
        "type": "/api/docs/#flooded",
        "title": "Flooded",
        "status": 409,
        "detail": "The hall is flooded.",
        "code": "flooded",
        "since": NOON,
        "pumps": [],
        "cause": None,
    }
    assert (flooded.hall, flooded.depth) == ("One", None)
    assert Flooded(since=NOON, cause="rain", depth=0.5).data == {
        "since": NOON,
        "pumps": [],
        "cause": "rain",
        "depth": 0.5,
    }


def test_headers_come_from_the_declaration() -> None:
    assert Flooded(since=NOON, cause=None).headers() == {"Retry-After": "60"}
    assert TooManyRequests(retry_after=7).headers() == {"Retry-After": "7"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"since": NOON},
        {"since": NOON, "cause": None, "colour": "brown"},
        {"since": "2026-11-25T12:00:00Z", "cause": None},
        {"since": NOON, "cause": 1},
        {"since": NOON, "cause": None, "pumps": ({"litres": 1},)},
        {"since": NOON, "cause": None, "pumps": [{"litres": "1"}]},
        {"since": NOON, "cause": None, "pumps": [{"litres": True}]},
        {"since": NOON, "cause": None, "pumps": [{"litres": 1, "name": "A"}]},
        {"since": NOON, "cause": None, "pumps": [{}]},
        {"since": NOON, "cause": None, "retry_after": "60"},
    ],
)
def test_data_must_be_as_declared(data: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Flooded(**data)


def declare(name: str = "Other", parent: type[Problem] = Problem, **attributes: Any) -> type[Problem]:
    return type(name, (parent,), {"__doc__": "Text.", "__module__": __name__, **attributes})


@pytest.mark.parametrize(
    ("parent", "attributes"),
    [
        (Problem, {"code": "other", "title": "Other"}),
        (Problem, {"code": "other", "title": "Other", "status": 400, "__doc__": None}),
        (Problem, {"code": "flooded", "title": "Other", "status": 409}),
        (Flooded, {"status": 410}),
        (Flooded, {"name": "Flooded"}),
        (Flooded, {"__annotations__": {"detail": str}}),
    ],
)
def test_a_declaration_is_complete_and_its_code_unique(
    parent: type[Problem], attributes: dict[str, Any]
) -> None:
    before = dict(Problem.by_name)
    with pytest.raises(TypeError):
        declare(parent=parent, **attributes)
    assert Problem.by_name == before


def test_a_special_case_keeps_the_code_of_its_parent() -> None:
    special = declare("TheWholeHouseIsFlooded", Flooded, title="All flooded")
    assert (special.code, special.status, special.title) == ("flooded", 409, "All flooded")
    assert special.fields == Flooded.fields
