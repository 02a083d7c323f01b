"""Clients that hold, change, buy and refund few seats at random.

They use what the contract permits: five shows in two halls; Idempotency-Keys that are new, absent,
reused or used concurrently; seats added, released and extended; every demo card; repeated and changed
purchases; refunds in part and in full. Staff change prices, names, taxes, sales and seats
meanwhile (`staff.py`).

Not covered: holds that outlive the keys' 24 hours; the seat and rate limits of production; Stripe;
maps, availability and the live feed (`tests/live`); the admin's pages (services and SQL replace them); a new
plan of a hall; a change of currency; settled refused refunds; erased customers.
"""

import random
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from tests.faults.histories.history import Call, Recorder
from tests.faults.histories.programme import CANCELLED, CHEAP, EXPENSIVE, MOVED, OTHER_HALL, Programme
from tests.faults.histories.recording_client import Json, RecordingClient, Request

LATE_EXTENSION_SECONDS = 0.1
"""How long before its expiry a hold is extended at the last moment."""

CARDS = {
    "4242424242424242": 8,
    "4000000000000002": 3,
    "4000002500003155": 4,
    "4000000000008021": 1,
    "4000000000008005": 2,
    "4000000000008013": 1,
    "4000000000008039": 1,
    "4000000000008047": 1,
    "4000000000005126": 2,
}
"""The weight of each test card: approved, declined, challenged, late, lost response, settled at once, …"""

SHOWS = {EXPENSIVE: 5, CHEAP: 4, OTHER_HALL: 2, CANCELLED: 1, MOVED: 1}
"""The weight of each show."""

KEYS = {"new": 10, "none": 1, "reused": 3, "concurrent": 2}
"""The weight of holds with a new key, with none, with a used one, and of two concurrent with one key."""

KEY_REUSES = {"same request": 1, "other show": 2, "other seats": 1}
"""The weight of each request with a used key."""

REMEMBERED = 4
"""How many requests to hold, and to pay, a client may repeat or reuse the key of."""


@dataclass(frozen=True)
class Workload:
    """Weights of the clients' choices. A run against a mutant may use fewer choices."""

    shows: Mapping[str, int] = field(default_factory=lambda: SHOWS)
    keys: Mapping[str, int] = field(default_factory=lambda: KEYS)
    key_reuses: Mapping[str, int] = field(default_factory=lambda: KEY_REUSES)
    cards: Mapping[str, int] = field(default_factory=lambda: CARDS)


class Client(threading.Thread):
    """Simulates one customer after another until stopped. Repeats every request until there is a response."""

    def __init__(
        self,
        number: int,
        *,
        url: str,
        programme: Programme,
        types: list[int],
        workload: Workload,
        seed: str,
        recorder: Recorder,
        stopping: threading.Event,
        abandoned_orders: "SimpleQueue[Json]",
        booked_orders: "SimpleQueue[Json]",
    ) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self._number, self._programme, self._types, self._workload = number, programme, types, workload
        self._random = random.Random(f"{seed} client {number}")  # noqa: S311 - repeatable, not secret
        self._stopping, self._left_behind, self._bought = stopping, abandoned_orders, booked_orders
        self._http = RecordingClient(number, url, recorder)
        self._holds: deque[Request] = deque(maxlen=REMEMBERED)
        self._purchases: deque[Request] = deque(maxlen=REMEMBERED)

    def run(self) -> None:
        """Simulate customers; sometimes resume an order that another client abandoned."""
        while not self._stopping.is_set():
            with suppress(Empty):
                if self._random.random() < 0.3:
                    self._resume_abandoned(self._left_behind.get_nowait())
            self._simulate_customer()
        self._http.close()

    def _simulate_customer(self) -> None:
        hold = self._request_hold(self._draw(self._workload.keys))
        if hold is None:
            self._stopping.wait(self._random.random() / 10)
            return
        for _ in range(self._random.choice([0, 0, 1, 1, 2])):
            hold = self._change(hold)
            if hold is None:
                return
        match self._random.choice(["buy", "buy", "buy", "release", "abandon"]):
            case "buy":
                self._buy(hold)
            case "release":
                self._release(hold)

    def _draw(self, weights: Mapping[str, int]) -> str:
        return self._random.choices([*weights], [*weights.values()])[0]

    def _request_hold(self, kind: str) -> Json | None:
        """Request a hold and return it; of two concurrent ones return either."""
        if kind == "reused" and self._holds:
            requests = [self._reuse_key(self._random.choice(self._holds))]
        else:
            key = "" if kind == "none" else self._new_key()
            requests = [self._lock_request({"show_id": self._random_show(), "seat_ids": []}, key)]
            if kind == "concurrent":
                requests.append(self._reuse_key(requests[0]))
        self._holds += [request for request in requests if request.key]
        calls = (
            self._http.send_concurrently(requests) if len(requests) > 1 else [self._http.send(requests[0])]
        )
        given = [call.response for call in calls if call.status == 201]
        return self._random.choice(given) if given else None

    def _lock_request(self, body: Mapping[str, Any], key: str) -> Request:
        seats = body["seat_ids"] or self._random_seats(body["show_id"])
        return Request("lock", "lock-seat/", {**body, "seat_ids": seats}, key, repeats=bool(key))

    def _reuse_key(self, request: Request) -> Request:
        """A request with the same key: the same one, for another show, or for other seats."""
        body = dict(request.body or {})
        match self._draw(self._workload.key_reuses):
            case "other show":
                indexes = [self._seat_index(seat) for seat in body["seat_ids"]]
                body["show_id"] = self._other_show(body["show_id"])
                hall = self._seats_of(body["show_id"])
                body["seat_ids"] = [hall[index] for index in indexes]
            case "other seats":
                body["seat_ids"] = []
        return self._lock_request(body, request.key)

    def _seat_index(self, seat: int) -> int:
        """The index of a seat in its row. All halls have the same rows."""
        return next(seats.index(seat) for seats in self._programme.halls.values() if seat in seats)

    def _new_key(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def _random_show(self) -> int:
        return self._programme.show(self._draw(self._workload.shows)).id

    def _other_show(self, show: int) -> int:
        others = [role for role in self._workload.shows if self._programme.show(role).id != show]
        return self._programme.show(self._random.choice(others)).id if others else show

    def _seats_of(self, show: int) -> list[int]:
        """The seats of the show's hall; of a random hall for the show that may be moved."""
        screening = self._programme.screening(show)
        halls = [*self._programme.halls] if screening.role == MOVED else [screening.hall]
        return list(self._programme.halls[self._random.choice(halls)])

    def _random_seats(self, show: int) -> list[int]:
        return self._random.sample(self._seats_of(show), self._random.choice([1, 1, 2]))

    def _change(self, hold: Json) -> Json | None:
        """Add a seat, release one, or extend the hold; return the new hold."""
        token, show = hold["hold_token"], hold["show_id"]
        match self._random.choice(["add", "release", "extend", "extend late"]):
            case "add":
                seat = self._random.choice(self._seats_of(show))
                key = self._new_key() if self._random.random() < 0.8 else ""
                body = {"show_id": show, "seat_ids": [seat], "hold_token": token}
                call = self._http.send(Request("lock", "lock-seat/", body, key))
                return call.response if call.status == 201 else hold
            case "release":
                seat = self._random.choice(hold["seat_ids"])
                self._release(hold, [seat])
                left = [one for one in hold["seat_ids"] if one != seat]
                return {**hold, "seat_ids": left, "total": None} if left else None
            case "extend late":
                self._stopping.wait(
                    max(0.0, hold["expires_in"] - LATE_EXTENSION_SECONDS - self._random.random() / 5)
                )
        call = self._http.send(Request("extend", "extend-lock/", {"hold_token": token}, about=_show_of(hold)))
        return call.response if call.status == 200 else None

    def _release(self, hold: Json, seats: list[int] | None = None) -> None:
        body = {"hold_token": hold["hold_token"], **({"seat_ids": seats} if seats else {})}
        self._http.send(Request("release", "release-lock/", body, about=_show_of(hold)))

    def _buy(self, hold: Json) -> None:
        """Pay; after a decline use another card, or release and hold other seats with the same key."""
        for _ in range(2):
            call = self._http.send(self._purchase(hold))
            if call.status in {201, 202}:
                self._after_purchase(call)
            if call.status != 402:
                return
            if self._holds and self._random.random() < 0.4:
                self._release(hold)
                other = self._request_hold("reused")
                if other is None:
                    return
                hold = other

    def _purchase(self, hold: Json) -> Request:
        """The request to buy; sometimes with a key that was used for this purchase or another."""
        if self._purchases and self._random.random() < 0.1:
            earlier = self._random.choice(self._purchases)
            if self._random.random() < 0.5:
                return earlier
            return Request("book", "book-seat/", self._purchase_body(hold), earlier.key, about=_show_of(hold))
        key = self._new_key() if self._random.random() < 0.9 else ""
        request = Request(
            "book", "book-seat/", self._purchase_body(hold), key, repeats=bool(key), about=_show_of(hold)
        )
        if key:
            self._purchases.append(request)
        return request

    def _purchase_body(self, hold: Json) -> Json:
        """The hold, a card, and sometimes the confirmed total, ticket types and an email address."""
        body: dict[str, Any] = {
            "hold_token": hold["hold_token"],
            "payment": {"card": self._draw(self._workload.cards)},
        }
        if self._random.random() < 0.3:
            body["tickets"] = [
                {"seat_id": seat, "ticket_type": self._random.choice(self._types)}
                for seat in hold["seat_ids"]
            ]
        elif hold["total"] and self._random.random() < 0.6:
            body |= {"seat_ids": hold["seat_ids"], "total": hold["total"]}
        if self._random.random() < 0.3:
            name = f"{self._number}-{self._random.getrandbits(64):016x}"
            body["customer"] = {"name": f"Customer {name}", "email": f"{name}@example.org"}
        return body

    def _after_purchase(self, call: Call) -> None:
        """Complete the payment, then refund all or part so that seats become free, or abandon the order."""
        order = {**call.response["order"], "show_id": call.request["show_id"]}
        seats = [ticket["seat_id"] for ticket in call.response.get("tickets", [])]
        booked = call.status == 201 or self._complete_payment(order)
        if booked and self._random.random() < 0.4:
            self._bought.put(self._order_request("look", order, "").response)
        if booked and self._random.random() < 0.7:
            part = len(seats) > 1 and self._random.random() < 0.5
            self._refund(order, {"seat_ids": [self._random.choice(seats)]} if part else {})
        self._left_behind.put(order)

    def _resume_abandoned(self, order: Json) -> None:
        call = self._order_request("pay", order, "payment/", {"approve": True})
        if call.response.get("status") == "BOOKED":
            self._order_request("look", order, "")
            self._refund(order, {})
        elif call.response.get("status") == "PENDING":
            self._left_behind.put(order)

    def _refund(self, order: Json, part: Json) -> None:
        self._order_request("refund", order, "refund/", part, key=self._new_key())

    def _complete_payment(self, order: Json) -> bool:
        """Wait, confirm the payment or not, and poll its status. Return whether the order is booked."""
        self._stopping.wait(self._random.random() * 2)
        if self._random.random() < 0.8:
            self._order_request("pay", order, "payment/", {"approve": self._random.random() < 0.9})
        for _ in range(self._random.choice([0, 1, 2])):
            call = self._order_request("pay", order, "payment/")
            if call.response.get("status") != "PENDING":
                return call.response.get("status") == "BOOKED"
            self._stopping.wait(0.3)
        return False

    def _order_request(
        self, verb: str, order: Json, path: str, body: Json | None = None, key: str = ""
    ) -> Call:
        about = {name: order[name] for name in ("reference", "show_id", "total")}
        return self._http.send(Request(verb, f"orders/{order['secret']}/{path}", body, key, about=about))


def _show_of(hold: Json) -> Json:
    return {"show_id": hold["show_id"]}
