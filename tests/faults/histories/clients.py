"""Moviegoers in a hurry: each wants a seat or two of few, changes his mind, pays or doesn't, gives back."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import httpx

from tests.faults.histories.history import UNKNOWN, Call, Recorder

TIMEOUT_SECONDS = 5.0
AGAIN_SECONDS = 0.1
LAST_CHANCE_SECONDS = 0.1
"""Before its end a hold is extended by those who wait until the last moment."""

CARDS = {
    "4242424242424242": 8,
    "4000000000000002": 2,
    "4000002500003155": 4,
    "4000000000008021": 1,
    "4000000000008005": 2,
    "4000000000008013": 1,
    "4000000000008039": 1,
    "4000000000008047": 1,
    "4000000000005126": 1,
}
"""How often each test card is used: approved, declined, challenged, late, unheard, lost, settled, …"""

NOBODY_HEARD = {0, 503}

Answer = Mapping[str, Any]


class Client(threading.Thread):
    """One moviegoer after another, until told to stop. Repeats every request until it is answered."""

    operations = itertools.count(1)

    def __init__(
        self,
        number: int,
        *,
        url: str,
        show: int,
        seats: list[int],
        seed: str,
        recorder: Recorder,
        stopping: threading.Event,
        left_behind: "SimpleQueue[Answer]",
    ) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self._number, self._show, self._seats = number, show, seats
        self._chance = random.Random(f"{seed} client {number}")  # noqa: S311 - repeatable, not secret
        self._recorder, self._stopping, self._left_behind = recorder, stopping, left_behind
        self._http = httpx.Client(base_url=f"{url}/api", timeout=TIMEOUT_SECONDS)

    def run(self) -> None:
        """Come again and again; now and then for an order that somebody left behind."""
        while not self._stopping.is_set():
            with suppress(Empty):
                if self._chance.random() < 0.3:
                    self._clear_up(self._left_behind.get_nowait())
            self._visit()
        self._http.close()

    def _visit(self) -> None:
        hold = self._lock(self._some_seats())
        if hold is None:
            self._stopping.wait(self._chance.random() / 10)
            return
        for _ in range(self._chance.choice([0, 0, 1, 1, 2])):
            hold = self._change(hold)
            if hold is None:
                return
        match self._chance.choice(["buy", "buy", "buy", "leave", "forget"]):
            case "buy":
                self._buy(hold)
            case "leave":
                self._release(hold)

    def _some_seats(self) -> list[int]:
        return self._chance.sample(self._seats, self._chance.choice([1, 1, 2]))

    def _lock(self, seats: list[int], **more: str) -> Answer | None:
        body = {"show_id": self._show, "seat_ids": seats, **more}
        call = self._ask("lock", "lock-seat/", body, with_key=True)
        return call.answer if call.status == 201 else None

    def _change(self, hold: Answer) -> Answer | None:
        """Take one seat more, give one back, or ask for more time; the hold then."""
        token = hold["hold_token"]
        match self._chance.choice(["more", "less", "time", "last moment"]):
            case "more":
                return self._lock([self._chance.choice(self._seats)], hold_token=token) or hold
            case "less":
                seat = self._chance.choice(hold["seat_ids"])
                self._ask("release", "release-lock/", {"hold_token": token, "seat_ids": [seat]})
                return hold if len(hold["seat_ids"]) > 1 else None
            case "last moment":
                self._stopping.wait(
                    max(0.0, hold["expires_in"] - LAST_CHANCE_SECONDS - self._chance.random() / 5)
                )
        call = self._ask("extend", "extend-lock/", {"hold_token": token})
        return call.answer if call.status == 200 else None

    def _release(self, hold: Answer) -> None:
        self._ask("release", "release-lock/", {"hold_token": hold["hold_token"]})

    def _buy(self, hold: Answer) -> None:
        """Pay, with another card after a decline; then perhaps give back."""
        for _ in range(2):
            card = self._chance.choices([*CARDS], [*CARDS.values()])[0]
            body = {"hold_token": hold["hold_token"], "payment": {"card": card}}
            call = self._ask("book", "book-seat/", body, with_key=True)
            if call.status in {201, 202}:
                self._go_on(call)
            if call.status != 402:
                return

    def _go_on(self, call: Call) -> None:
        """Finish paying; then give back all or a part, or leave it to others, so that seats come free."""
        order = call.answer["order"]
        seats = [ticket["seat_id"] for ticket in call.answer.get("tickets", [])]
        booked = call.status == 201 or self._finish_paying(order)
        if booked and self._chance.random() < 0.7:
            part = len(seats) > 1 and self._chance.random() < 0.5
            self._refund(order, {"seat_ids": [self._chance.choice(seats)]} if part else {})
        self._left_behind.put(order)

    def _clear_up(self, order: Answer) -> None:
        call = self._about_order("pay", order, "payment/", {"approve": True})
        if call.answer.get("status") == "BOOKED":
            self._refund(order, {})
        elif call.answer.get("status") == "PENDING":
            self._left_behind.put(order)

    def _refund(self, order: Answer, part: Answer) -> None:
        self._about_order("refund", order, "refund/", part, with_key=True)

    def _finish_paying(self, order: Answer) -> bool:
        """Take one's time, do the further step or not, look again; whether the order is booked then."""
        self._stopping.wait(self._chance.random() * 2)
        if self._chance.random() < 0.8:
            self._about_order("pay", order, "payment/", {"approve": self._chance.random() < 0.9})
        for _ in range(self._chance.choice([0, 1, 2])):
            call = self._about_order("pay", order, "payment/")
            if call.answer.get("status") != "PENDING":
                return call.answer.get("status") == "BOOKED"
            self._stopping.wait(0.3)
        return False

    def _about_order(
        self, verb: str, order: Answer, path: str, body: Answer | None = None, *, with_key: bool = False
    ) -> Call:
        return self._ask(
            verb, f"orders/{order['secret']}/{path}", body, with_key=with_key, reference=order["reference"]
        )

    def _ask(
        self, verb: str, path: str, body: Answer | None, *, with_key: bool = False, **about: str
    ) -> Call:
        """Ask until it is answered, under one key where there are keys. The last call."""
        number = next(self.operations)
        headers = {"Idempotency-Key": f"{self._chance.getrandbits(128):032x}"} if with_key else {}
        send = (
            (lambda: self._http.get(path))
            if body is None
            else (lambda: self._http.post(path, json=body, headers=headers))
        )
        while True:
            call = self._send(number, verb, {**(body or {}), **about}, send)
            self._recorder.add(call)
            if call.status not in NOBODY_HEARD:
                return call
            time.sleep(AGAIN_SECONDS * (1 + self._chance.random()))

    def _send(self, number: int, verb: str, asked: Answer, send: Callable[[], httpx.Response]) -> Call:
        status, answer, start = UNKNOWN, {}, time.monotonic()
        try:
            response = send()
            status, answer = response.status_code, response.json()
        except (httpx.HTTPError, ValueError) as error:
            answer = {"error": repr(error)}
        return Call(number, self._number, verb, asked, start, time.monotonic(), status, answer)
