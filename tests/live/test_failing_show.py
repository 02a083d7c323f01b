"""A show that cannot be read affects neither the feed nor the seat maps of other shows."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from matinee.booking.services import hold_seats
from matinee.live import channel as channels
from matinee.live.channel import LOOP
from matinee.live.events import PAUSED
from matinee.live.feed import Feed
from tests.cinema import Cinema, make_cinema
from tests.failing_rows import failure_count

pytestmark = pytest.mark.django_db(transaction=True)

BAD_ROWS = """
CREATE SCHEMA bad_rows;
CREATE VIEW bad_rows.taken_seat AS
    SELECT show_id, seat_id, status, locked_until + 1 / (show_id - {bad}) * interval '0 s' AS locked_until
    FROM public.taken_seat
"""


@pytest.fixture
def cinemas() -> Iterator[tuple[Cinema, Cinema]]:
    """Two cinemas with a held seat each; the show of the first cannot be read by the live process."""
    bad, good = make_cinema(), make_cinema()
    for one in (bad, good):
        hold_seats(show_id=one.show.pk, seat_ids=one.ids("A1"))
    with connection.cursor() as cursor:
        cursor.execute(BAD_ROWS.format(bad=bad.show.pk))
        yield bad, good
        cursor.execute("DROP SCHEMA IF EXISTS bad_rows CASCADE")


async def connect() -> psycopg.AsyncConnection[Any]:
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    known = {name: parameters[name] for name in names if parameters.get(name)}
    return await psycopg.AsyncConnection.connect(
        **known, autocommit=True, options="-c search_path=bad_rows,public"
    )


def test_other_shows_stay_live(
    cinemas: tuple[Cinema, Cinema], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(channels, "REFRESH_SECONDS", 0.2)
    before = failure_count(LOOP)
    with caplog.at_level(logging.ERROR):
        asyncio.run(asyncio.wait_for(_watch(*cinemas), 20))
    bad = cinemas[0].show.pk
    logged = [record.getMessage() for record in caplog.records]
    (line,) = logged
    assert line.startswith(f"live: row {bad} failed: DivisionByZero")
    assert failure_count(LOOP) > before


async def _watch(bad: Cinema, good: Cinema) -> None:
    feed = Feed(connect)
    async with feed.running():
        with feed.subscribe(bad.show.pk) as failing, feed.subscribe(good.show.pk) as live:
            await asyncio.gather(failing.wait_until_ready(), live.wait_until_ready())
            of_bad, of_good = failing.follow(), live.follow()
            assert await anext(of_bad) == PAUSED
            (a1,) = good.ids("A1")
            assert f'"id":{a1},"status":"LOCKED"'.encode() in await anext(of_good)
            assert (feed.paused, feed.failing) == (False, 1)
            await asyncio.to_thread(_execute, "UPDATE public.booking SET status = 'BOOKED'")
            assert f'"id":{a1},"status":"BOOKED"'.encode() in await anext(of_good)
            await asyncio.to_thread(_execute, "DROP SCHEMA bad_rows CASCADE")
            assert b"event: snapshot" in await _next(of_bad)
            assert (feed.paused, feed.failing) == (False, 0)


async def _next(events: AsyncIterator[bytes]) -> bytes:
    return await asyncio.wait_for(anext(events), 5)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
