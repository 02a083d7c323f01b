"""Contention over real HTTP on the running site (B3, B4, B10): exact winners, and everybody gets an answer.

On a slow machine a client may get 503 first, and repeats its request as `Retry-After` asks. `benches/` counts
the responses 503 on an idle machine.
"""

import asyncio
from collections import Counter

import httpx
import psycopg
import pytest

from tests.live_app import NO_TLS, LiveApp

pytestmark = pytest.mark.load

CLIENTS = 200
TIMEOUT_SECONDS = 60
REPETITIONS = 10


@pytest.fixture
def show_id(database: psycopg.Connection) -> int:
    """A show without bookings."""
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


def hold_concurrently(app: LiveApp, show_id: int, seat_lists: list[list[int]]) -> list[list[httpx.Response]]:
    """Run one client per list of seats concurrently; each tries its seats in order until it holds one."""

    async def hold(client: httpx.AsyncClient, seat_id: int) -> httpx.Response:
        body = {"show_id": show_id, "seat_id": seat_id}
        response = await client.post("/api/lock-seat/", json=body)
        for _ in range(REPETITIONS):
            if response.status_code != 503:
                break
            await asyncio.sleep(int(response.headers["Retry-After"]))
            response = await client.post("/api/lock-seat/", json=body)
        return response

    async def try_in_order(
        client: httpx.AsyncClient, start: asyncio.Event, seats: list[int]
    ) -> list[httpx.Response]:
        await start.wait()
        responses = []
        for seat_id in seats:
            responses.append(await hold(client, seat_id))
            if responses[-1].status_code == 201:
                break
        return responses

    async def run_all() -> list[list[httpx.Response]]:
        limits = httpx.Limits(max_connections=len(seat_lists))
        async with httpx.AsyncClient(
            base_url=app.base_url, limits=limits, timeout=TIMEOUT_SECONDS, verify=NO_TLS
        ) as client:
            start = asyncio.Event()
            tasks = [asyncio.create_task(try_in_order(client, start, seats)) for seats in seat_lists]
            start.set()
            return await asyncio.gather(*tasks)

    return asyncio.run(run_all())


def test_one_of_two_hundred_clients_holds_one_seat(
    live_app: LiveApp, show_id: int, seat_ids: list[int]
) -> None:
    responses = hold_concurrently(live_app, show_id, [seat_ids[:1]] * CLIENTS)
    outcome = Counter((response.status_code, response.json().get("code")) for (response,) in responses)
    assert outcome == {(201, None): 1, (409, "seats-taken"): CLIENTS - 1}


def test_two_hundred_clients_hold_each_of_the_last_fifty_seats_once(
    live_app: LiveApp, database: psycopg.Connection, show_id: int, seat_ids: list[int]
) -> None:
    last = seat_ids[-50:]
    database.execute(
        "INSERT INTO booking (show_id, seat_id, status) SELECT %s, unnest(%s::bigint[]), 'BOOKED'",
        [show_id, seat_ids[:-50]],
    )
    seat_lists = [[last[n % 50], last[(n + 1) % 50]] for n in range(CLIENTS)]
    responses = [
        response for client in hold_concurrently(live_app, show_id, seat_lists) for response in client
    ]
    won = [response.json()["seat_ids"] for response in responses if response.status_code == 201]
    assert sorted(won) == [[seat_id] for seat_id in last]
    assert {response.status_code for response in responses} == {201, 409}
    assert database.execute("SELECT count(*) FROM booking WHERE show_id = %s", [show_id]).fetchone() == (
        len(seat_ids),
    )
