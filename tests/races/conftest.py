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
def without_fast_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn off the fast hold, so that every hold takes the plain transaction."""
    monkeypatch.setattr("matinee.booking.fast_hold.attempt", lambda *_: None)


@pytest.fixture(params=["fast hold", "plain transaction"])
def with_and_without_fast_hold(request: pytest.FixtureRequest) -> None:
    """Run the test with the fast hold and with the plain transaction only."""
    if request.param == "plain transaction":
        request.getfixturevalue("without_fast_hold")


@pytest.fixture
def rewrite(monkeypatch: pytest.MonkeyPatch) -> Rewrite:
    """Return a function that replaces text in all statements of the fast hold that contain it."""

    def replace(old: str, new: str) -> None:
        texts = {name: import_string(name) for name in STATEMENTS}
        assert any(old in text for text in texts.values())
        for name, text in texts.items():
            monkeypatch.setattr(name, text.replace(old, new))

    return replace


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch, rewrite: Rewrite) -> None:
    """Turn off row locks in Django and in the fast hold: the first safeguard."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    rewrite("FOR NO KEY UPDATE OF seat", "")


@pytest.fixture
def without_unique_constraint(transactional_db: None) -> Iterator[None]:  # noqa: ARG001
    """Drop `unique_seat_per_show`: the second safeguard."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE booking CASCADE")
        cursor.execute("ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show UNIQUE (show_id, seat_id)")
