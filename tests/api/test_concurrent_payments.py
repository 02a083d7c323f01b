"""Concurrent payments of one hold on a running site."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.live_app import NO_TLS, LiveApp

SHOW, REQUESTS = 3, 10
"""Shows 1 and 2 are used elsewhere."""


@pytest.fixture(scope="module")
def site(live_app: LiveApp) -> str:
    return live_app.base_url


def hold_two_seats(site: str) -> dict[str, Any]:
    seats = httpx.get(f"{site}/api/hall-layout/{SHOW}/", verify=NO_TLS).json()["seats"]
    free = [seat["id"] for seat in seats if seat["status"] == "AVAILABLE" and seat["in_service"]]
    response = httpx.post(
        f"{site}/api/lock-seat/", json={"show_id": SHOW, "seat_ids": free[:2]}, verify=NO_TLS
    )
    assert response.status_code == 201, response.text
    hold: dict[str, Any] = response.json()
    return hold


def book_concurrently(site: str, *bodies: dict[str, Any], key: str | None = None) -> list[httpx.Response]:
    """Send all bodies to book-seat concurrently."""
    barrier = Barrier(len(bodies))
    headers = {"Idempotency-Key": key} if key else {}

    def send(body: dict[str, Any]) -> httpx.Response:
        barrier.wait(20)
        return httpx.post(f"{site}/api/book-seat/", json=body, headers=headers, timeout=30, verify=NO_TLS)

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(send, bodies))


def test_ten_equal_requests_sell_once_and_return_equal_responses(site: str) -> None:
    hold = hold_two_seats(site)
    body = {"hold_token": hold["hold_token"], "payment": {"card": "4242 4242 4242 4242"}}
    responses = book_concurrently(site, *[body] * REQUESTS, key=f"ten-times-{hold['hold_token']}"[:255])
    assert {response.status_code for response in responses} == {201}
    assert len({response.content for response in responses}) == 1
    order = httpx.get(f"{site}/api/orders/{responses[0].json()['order']['secret']}/", verify=NO_TLS).json()
    assert [ticket["seat_id"] for ticket in order["tickets"]] == hold["seat_ids"]


def test_ten_declined_requests_return_equal_responses(site: str) -> None:
    hold = hold_two_seats(site)
    body = {"hold_token": hold["hold_token"], "payment": {"card": "4000 0000 0000 0002"}}
    responses = book_concurrently(site, *[body] * REQUESTS, key=f"declined-{hold['hold_token']}"[:255])
    assert {response.status_code for response in responses} == {402}
    assert {response.json()["decline_code"] for response in responses} == {"card_declined"}


def test_two_payments_of_one_hold_create_one_order(site: str) -> None:
    hold = hold_two_seats(site)
    cards = ["4242 4242 4242 4242", "4000 0000 0000 8039"]
    bodies = [{"hold_token": hold["hold_token"], "payment": {"card": card}} for card in cards]
    responses = book_concurrently(site, *bodies)
    assert sorted(response.status_code for response in responses) == [201, 409]
    (code,) = [response.json()["code"] for response in responses if response.status_code == 409]
    assert code in {"hold-frozen", "already-booked"}
