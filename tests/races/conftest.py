"""Taking a safeguard away, for the control experiments."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import QuerySet


@pytest.fixture
def without_row_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django no longer writes `FOR UPDATE`: the first wall is down."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)


@pytest.fixture
def without_unique_constraint(transactional_db: None) -> Iterator[None]:  # noqa: ARG001
    """`unique_seat_per_show` is gone: the second wall is down."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE booking DROP CONSTRAINT unique_seat_per_show")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE booking CASCADE")
        cursor.execute("ALTER TABLE booking ADD CONSTRAINT unique_seat_per_show UNIQUE (show_id, seat_id)")
