"""A rush over real HTTP, on the site as it really runs (B3, B4, B10): exact winners and no error."""

import asyncio
from collections import Counter

import httpx
import psycopg
import pytest

from tests.live_app import NO_TLS, LiveApp

pytestmark = pytest.mark.load

CLIENTS = 200
PATIENCE_SECONDS = 60


@pytest.fixture
def show_id(database: psycopg.Connection) -> int:
    """A show that nobody has booked yet."""
    found = database.execute(
        "SELECT id FROM show WHERE sales_close_at > now() + interval '1 hour'"
        " AND NOT EXISTS (SELECT FROM booking WHERE show_id = show.id) ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert found
    (show_id,) = found
    return int(show_id)


@pytest.fixture
def seat_ids(database: psycopg.Connection, show_id: int) -> list[int]:
    """Every seat of that show."""
    rows = database.execute(
        "SELECT seat.id FROM seat JOIN show ON show.hall_id = seat.hall_id WHERE show.id = %s ORDER BY 1",
        [show_id],
    )
    return [seat_id for (seat_id,) in rows]


def rush(app: LiveApp, show_id: int, wishes: list[list[int]]) -> list[list[httpx.Response]]:
    """One client per list of seats, all at once; each tries its seats in turn until it has one."""

    async def try_in_turn(
        client: httpx.AsyncClient, start: asyncio.Event, wish: list[int]
    ) -> list[httpx.Response]:
        await start.wait()
        answers = []
        for seat_id in wish:
            answers.append(
                await client.post("/api/lock-seat/", json={"show_id": show_id, "seat_id": seat_id})
            )
            if answers[-1].status_code == 201:
                break
        return answers

    async def all_at_once() -> list[list[httpx.Response]]:
        limits = httpx.Limits(max_connections=len(wishes))
        async with httpx.AsyncClient(
            base_url=app.base_url, limits=limits, timeout=PATIENCE_SECONDS, verify=NO_TLS
        ) as client:
            start = asyncio.Event()
            tasks = [asyncio.create_task(try_in_turn(client, start, wish)) for wish in wishes]
            start.set()
            return await asyncio.gather(*tasks)

    return asyncio.run(all_at_once())


def test_two_hundred_clients_on_one_seat(live_app: LiveApp, show_id: int, seat_ids: list[int]) -> None:
    answers = rush(live_app, show_id, [seat_ids[:1]] * CLIENTS)
    outcome = Counter((answer.status_code, answer.json().get("code")) for (answer,) in answers)
    assert outcome == {(201, None): 1, (409, "seats-taken"): CLIENTS - 1}


def test_two_hundred_clients_on_the_last_fifty_seats(
    live_app: LiveApp, database: psycopg.Connection, show_id: int, seat_ids: list[int]
) -> None:
    last = seat_ids[-50:]
    database.execute(
        "INSERT INTO booking (show_id, seat_id, status) SELECT %s, unnest(%s::bigint[]), 'BOOKED'",
        [show_id, seat_ids[:-50]],
    )
    wishes = [[last[n % 50], last[(n + 1) % 50]] for n in range(CLIENTS)]
    answers = [answer for client in rush(live_app, show_id, wishes) for answer in client]
    won = [answer.json()["seat_ids"] for answer in answers if answer.status_code == 201]
    assert sorted(won) == [[seat_id] for seat_id in last]
    assert {answer.status_code for answer in answers} == {201, 409}
    assert database.execute("SELECT count(*) FROM booking WHERE show_id = %s", [show_id]).fetchone() == (
        len(seat_ids),
    )
