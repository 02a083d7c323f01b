"""Each change of a seat's status records its show in the same transaction (decision 0008)."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from matinee.booking import change_log, sale, services
from matinee.booking.errors import SeatsTaken
from matinee.booking.rules import Hold
from tests.cinema import Cinema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_change_log(db: None) -> None:  # noqa: ARG001
    """Empty the table of changes: it is no Django table, so rows of other tests stay."""
    run("TRUNCATE seat_change")


@pytest.fixture
def held(cinema: Cinema) -> Hold:
    """A hold of A1 and A2; its recorded change is deleted."""
    hold = services.hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    run("TRUNCATE seat_change")
    return hold


def run(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def recorded() -> list[int]:
    """Return the show of each recorded change."""
    return [show for (show,) in run("SELECT show_id FROM seat_change ORDER BY id")]


def test_the_table_is_unlogged_and_without_foreign_keys() -> None:
    assert run("SELECT relpersistence FROM pg_class WHERE relname = 'seat_change'") == [("u",)]
    assert (
        run("SELECT conname FROM pg_constraint WHERE conrelid = 'seat_change'::regclass AND contype != 'n'")
        == []
    )
    assert run("SELECT tgname FROM pg_trigger WHERE tgrelid = 'seat_change'::regclass") == []


def test_hold(cinema: Cinema) -> None:
    services.hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1", "A2"))
    assert recorded() == [cinema.show.pk]


def test_add(cinema: Cinema, held: Hold) -> None:
    services.hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A3"), token=held.token)
    assert recorded() == [cinema.show.pk]


def test_extend(cinema: Cinema, held: Hold) -> None:
    services.extend_hold(token=held.token)
    assert recorded() == [cinema.show.pk]


def test_release(cinema: Cinema, held: Hold) -> None:
    services.release_seats(token=held.token)
    assert recorded() == [cinema.show.pk]


def test_freeze_and_thaw(cinema: Cinema, held: Hold) -> None:
    with transaction.atomic():
        sale.freeze_hold(token=held.token)
        assert recorded() == [cinema.show.pk]
        sale.thaw_hold(hold_id=held.hold_id, show_id=cinema.show.pk)
    assert recorded() == [cinema.show.pk] * 2


def test_sell_and_free(cinema: Cinema, held: Hold) -> None:
    show_id, seat_ids = cinema.show.pk, cinema.ids("A1", "A2")
    with transaction.atomic():
        sale.sell_seats(show_id=show_id, hold_bits=held.bits, seat_ids=seat_ids, agreed_at=timezone.now())
        assert recorded() == [cinema.show.pk]
        sale.free_seats(show_id=show_id, hold_id=held.hold_id, seat_ids=seat_ids)
    assert recorded() == [cinema.show.pk] * 2


def test_cancel(cinema: Cinema) -> None:
    services.cancel_show(show_id=cinema.show.pk)
    assert recorded() == [cinema.show.pk]


@pytest.mark.usefixtures("held")
def test_failed_call_records_nothing(cinema: Cinema) -> None:
    with pytest.raises(SeatsTaken):
        services.hold_seats(show_id=cinema.show.pk, seat_ids=cinema.ids("A1"))
    assert recorded() == []


def test_old_changes_are_swept(cinema: Cinema) -> None:
    change_log.record_change(cinema.show.pk)
    change_log.record_change(cinema.show.pk + 1)
    run(f"UPDATE seat_change SET changed_at = now() - interval '6 min' WHERE show_id = {cinema.show.pk}")  # noqa: S608
    assert change_log.delete_old_changes() == 1
    assert recorded() == [cinema.show.pk + 1]
