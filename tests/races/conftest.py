"""Fixtures that remove a safeguard, for the control experiments."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from tests.races.concurrency import Rewrite

STATEMENTS = [
    f"matinee.booking.fast_hold.statements.{name}"
    for name in ("NEW_HOLD", "NEW_HOLD_WITH_KEY", "ADD_SEATS", "ADD_SEATS_WITH_KEY")
]


@pytest.fixture
def step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hold takes the plain transaction: the model that the one statement has to agree with."""
    monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)


@pytest.fixture(params=["at once", "step by step"])
def either_way(request: pytest.FixtureRequest) -> None:
    """The same test with the one statement and with the plain transaction alone."""
    if request.param == "step by step":
        request.getfixturevalue("step_by_step")


@pytest.fixture
def rewrite(monkeypatch: pytest.MonkeyPatch) -> Rewrite:
    """Change the text of the one statement, in both its forms where it stands in both."""

    def replace(old: str, new: str) -> None:
        texts = {name: import_string(name) for name in STATEMENTS}
        assert any(old in text for text in texts.values())
        for name, text in texts.items():
            monkeypatch.setattr(name, text.replace(old, new))

    return replace


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch, rewrite: Rewrite) -> None:
    """Neither Django nor the one statement locks a row: the first wall is down."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    rewrite("FOR NO KEY UPDATE OF seat", "")


@pytest.fixture
def without_unique_constraint(transactional_db: None) -> Iterator[None]:  # noqa: ARG001
    """`unique_seat_per_show` is gone: the second wall is down."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE booking CASCADE")
        cursor.execute("ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show UNIQUE (show_id, seat_id)")
