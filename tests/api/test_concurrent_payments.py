"""Paying on the running site, by several requests at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.live_app import NO_TLS, LiveApp

SHOW, TEN = 3, 10
"""Shows 1 and 2 are used elsewhere."""


@pytest.fixture(scope="module")
def site(live_app: LiveApp) -> str:
    return live_app.base_url


def held(site: str) -> dict[str, Any]:
    seats = httpx.get(f"{site}/api/hall-layout/{SHOW}/", verify=NO_TLS).json()["seats"]
    free = [seat["id"] for seat in seats if seat["status"] == "AVAILABLE" and seat["in_service"]]
    answer = httpx.post(f"{site}/api/lock-seat/", json={"show_id": SHOW, "seat_ids": free[:2]}, verify=NO_TLS)
    assert answer.status_code == 201, answer.text
    hold: dict[str, Any] = answer.json()
    return hold


def at_once(site: str, *bodies: dict[str, Any], key: str | None = None) -> list[httpx.Response]:
    """Send all of them to book-seat in the same moment."""
    barrier = Barrier(len(bodies))
    headers = {"Idempotency-Key": key} if key else {}

    def send(body: dict[str, Any]) -> httpx.Response:
        barrier.wait(20)
        return httpx.post(f"{site}/api/book-seat/", json=body, headers=headers, timeout=30, verify=NO_TLS)

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(send, bodies))


def test_ten_times_the_same_sells_once_and_answers_the_same(site: str) -> None:
    hold = held(site)
    body = {"hold_token": hold["hold_token"], "payment": {"card": "4242 4242 4242 4242"}}
    answers = at_once(site, *[body] * TEN, key=f"ten-times-{hold['hold_token']}"[:255])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    order = httpx.get(f"{site}/api/orders/{answers[0].json()['order']['secret']}/", verify=NO_TLS).json()
    assert [ticket["seat_id"] for ticket in order["tickets"]] == hold["seat_ids"]


def test_ten_times_declined_answers_the_same(site: str) -> None:
    hold = held(site)
    body = {"hold_token": hold["hold_token"], "payment": {"card": "4000 0000 0000 0002"}}
    answers = at_once(site, *[body] * TEN, key=f"declined-{hold['hold_token']}"[:255])
    assert {answer.status_code for answer in answers} == {402}
    assert {answer.json()["decline_code"] for answer in answers} == {"card_declined"}


def test_two_tabs_that_pay_for_one_hold_end_in_one_order(site: str) -> None:
    hold = held(site)
    cards = ["4242 4242 4242 4242", "4000 0000 0000 8039"]
    bodies = [{"hold_token": hold["hold_token"], "payment": {"card": card}} for card in cards]
    answers = at_once(site, *bodies)
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (refused,) = [answer.json()["code"] for answer in answers if answer.status_code == 409]
    assert refused in {"hold-frozen", "already-booked"}
