"""Moviegoers in a hurry: each wants a seat or two of few, changes plans, pays or doesn't, gives back.

They draw from what the contract allows: five shows in two halls; Idempotency-Keys that are new, absent, used
before or used twice at once; seats added, released and extended; every demo card; repeated and changed
purchases; refunds in part and in full. Staff change prices, names, taxes, sales and seats meanwhile
(`staff.py`).

What they cannot reach: holds that outlive the keys' 24 hours; the caps and rate limits of production; Stripe;
maps, availability and the live feed (`tests/live`); the admin's own pages (a verb or SQL takes their place);
a new plan of a hall; a change of currency; refused refunds that are settled; erasing customers.
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
from tests.faults.histories.programme import CHEAP, DEAR, DOOMED, MOVING, NEXT_DOOR, Programme
from tests.faults.histories.wire import Answer, Question, Wire

LAST_CHANCE_SECONDS = 0.1
"""Before its end a hold is extended by those who wait until the last moment."""

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
"""How often each test card is used: approved, declined, challenged, late, unheard, lost, settled, …"""

SHOWS = {DEAR: 5, CHEAP: 4, NEXT_DOOR: 2, DOOMED: 1, MOVING: 1}
"""How often each show is wanted."""

KEYS = {"new": 10, "none": 1, "used": 3, "twins": 2}
"""How often a hold is asked for under a new key, under none, under a used one, twice at once under one."""

SECOND_USES = {"same request": 1, "other show": 2, "other seats": 1}
"""What a key is used for again."""

REMEMBERED = 4
"""Requests to hold, or to pay, that a client may repeat or whose key it may use for something else."""


@dataclass(frozen=True)
class Habits:
    """What clients draw from, and how often; a run against a broken build may draw from less."""

    shows: Mapping[str, int] = field(default_factory=lambda: SHOWS)
    keys: Mapping[str, int] = field(default_factory=lambda: KEYS)
    second_uses: Mapping[str, int] = field(default_factory=lambda: SECOND_USES)
    cards: Mapping[str, int] = field(default_factory=lambda: CARDS)


class Client(threading.Thread):
    """One moviegoer after another, until told to stop. Repeats every request until it is answered."""

    def __init__(
        self,
        number: int,
        *,
        url: str,
        programme: Programme,
        types: list[int],
        habits: Habits,
        seed: str,
        recorder: Recorder,
        stopping: threading.Event,
        left_behind: "SimpleQueue[Answer]",
        bought: "SimpleQueue[Answer]",
    ) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self._number, self._programme, self._types, self._habits = number, programme, types, habits
        self._chance = random.Random(f"{seed} client {number}")  # noqa: S311 - repeatable, not secret
        self._stopping, self._left_behind, self._bought = stopping, left_behind, bought
        self._wire = Wire(number, url, recorder)
        self._holds: deque[Question] = deque(maxlen=REMEMBERED)
        self._purchases: deque[Question] = deque(maxlen=REMEMBERED)

    def run(self) -> None:
        """Come again and again; now and then for an order that somebody left behind."""
        while not self._stopping.is_set():
            with suppress(Empty):
                if self._chance.random() < 0.3:
                    self._clear_up(self._left_behind.get_nowait())
            self._visit()
        self._wire.close()

    def _visit(self) -> None:
        hold = self._take(self._draw(self._habits.keys))
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

    def _draw(self, weights: Mapping[str, int]) -> str:
        return self._chance.choices([*weights], [*weights.values()])[0]

    def _take(self, kind: str) -> Answer | None:
        """Ask for seats; the hold that was given, one of two if both were."""
        if kind == "used" and self._holds:
            questions = [self._used_again(self._chance.choice(self._holds))]
        else:
            key = "" if kind == "none" else self._new_key()
            questions = [self._lock({"show_id": self._some_show(), "seat_ids": []}, key)]
            if kind == "twins":
                questions.append(self._used_again(questions[0]))
        self._holds += [question for question in questions if question.key]
        calls = self._wire.ask_at_once(questions) if len(questions) > 1 else [self._wire.ask(questions[0])]
        given = [call.answer for call in calls if call.status == 201]
        return self._chance.choice(given) if given else None

    def _lock(self, body: Mapping[str, Any], key: str) -> Question:
        seats = body["seat_ids"] or self._some_seats(body["show_id"])
        return Question("lock", "lock-seat/", {**body, "seat_ids": seats}, key, repeats=bool(key))

    def _used_again(self, question: Question) -> Question:
        """The same key: for the same request, for another show, or for other seats."""
        body = dict(question.body or {})
        match self._draw(self._habits.second_uses):
            case "other show":
                seats = [self._place(seat) for seat in body["seat_ids"]]
                body["show_id"] = self._other_show(body["show_id"])
                hall = self._seats_of(body["show_id"])
                body["seat_ids"] = [hall[place] for place in seats]
            case "other seats":
                body["seat_ids"] = []
        return self._lock(body, question.key)

    def _place(self, seat: int) -> int:
        """Where in its row a seat is: halls are alike."""
        return next(seats.index(seat) for seats in self._programme.halls.values() if seat in seats)

    def _new_key(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _some_show(self) -> int:
        return self._programme.show(self._draw(self._habits.shows)).id

    def _other_show(self, show: int) -> int:
        others = [role for role in self._habits.shows if self._programme.show(role).id != show]
        return self._programme.show(self._chance.choice(others)).id if others else show

    def _seats_of(self, show: int) -> list[int]:
        """Of its hall; of either, for the show that moves."""
        screening = self._programme.screening(show)
        halls = [*self._programme.halls] if screening.role == MOVING else [screening.hall]
        return list(self._programme.halls[self._chance.choice(halls)])

    def _some_seats(self, show: int) -> list[int]:
        return self._chance.sample(self._seats_of(show), self._chance.choice([1, 1, 2]))

    def _change(self, hold: Answer) -> Answer | None:
        """Take one seat more, give one back, or ask for more time; the hold then."""
        token, show = hold["hold_token"], hold["show_id"]
        match self._chance.choice(["more", "less", "time", "last moment"]):
            case "more":
                seat = self._chance.choice(self._seats_of(show))
                key = self._new_key() if self._chance.random() < 0.8 else ""
                body = {"show_id": show, "seat_ids": [seat], "hold_token": token}
                call = self._wire.ask(Question("lock", "lock-seat/", body, key))
                return call.answer if call.status == 201 else hold
            case "less":
                seat = self._chance.choice(hold["seat_ids"])
                self._release(hold, [seat])
                left = [one for one in hold["seat_ids"] if one != seat]
                return {**hold, "seat_ids": left, "total": None} if left else None
            case "last moment":
                self._stopping.wait(
                    max(0.0, hold["expires_in"] - LAST_CHANCE_SECONDS - self._chance.random() / 5)
                )
        call = self._wire.ask(Question("extend", "extend-lock/", {"hold_token": token}, about=_of(hold)))
        return call.answer if call.status == 200 else None

    def _release(self, hold: Answer, seats: list[int] | None = None) -> None:
        body = {"hold_token": hold["hold_token"], **({"seat_ids": seats} if seats else {})}
        self._wire.ask(Question("release", "release-lock/", body, about=_of(hold)))

    def _buy(self, hold: Answer) -> None:
        """Pay; after a decline with another card, or release and hold something else under the same key."""
        for _ in range(2):
            call = self._wire.ask(self._purchase(hold))
            if call.status in {201, 202}:
                self._go_on(call)
            if call.status != 402:
                return
            if self._holds and self._chance.random() < 0.4:
                self._release(hold)
                other = self._take("used")
                if other is None:
                    return
                hold = other

    def _purchase(self, hold: Answer) -> Question:
        """What a buyer sends: now and then a key that has been used for this purchase or another."""
        if self._purchases and self._chance.random() < 0.1:
            earlier = self._chance.choice(self._purchases)
            if self._chance.random() < 0.5:
                return earlier
            return Question("book", "book-seat/", self._confirmed(hold), earlier.key, about=_of(hold))
        key = self._new_key() if self._chance.random() < 0.9 else ""
        question = Question(
            "book", "book-seat/", self._confirmed(hold), key, repeats=bool(key), about=_of(hold)
        )
        if key:
            self._purchases.append(question)
        return question

    def _confirmed(self, hold: Answer) -> Answer:
        """The hold, a card, and often what the buyer saw, who comes, and an address for the tickets."""
        body: dict[str, Any] = {
            "hold_token": hold["hold_token"],
            "payment": {"card": self._draw(self._habits.cards)},
        }
        if self._chance.random() < 0.3:
            body["tickets"] = [
                {"seat_id": seat, "ticket_type": self._chance.choice(self._types)}
                for seat in hold["seat_ids"]
            ]
        elif hold["total"] and self._chance.random() < 0.6:
            body |= {"seat_ids": hold["seat_ids"], "total": hold["total"]}
        if self._chance.random() < 0.3:
            name = f"{self._number}-{self._chance.getrandbits(64):016x}"
            body["customer"] = {"name": f"Customer {name}", "email": f"{name}@example.org"}
        return body

    def _go_on(self, call: Call) -> None:
        """Finish paying; then give back all or a part, or leave it to others, so that seats come free."""
        order = {**call.answer["order"], "show_id": call.asked["show_id"]}
        seats = [ticket["seat_id"] for ticket in call.answer.get("tickets", [])]
        booked = call.status == 201 or self._finish_paying(order)
        if booked and self._chance.random() < 0.4:
            self._bought.put(self._about_order("look", order, "").answer)
        if booked and self._chance.random() < 0.7:
            part = len(seats) > 1 and self._chance.random() < 0.5
            self._refund(order, {"seat_ids": [self._chance.choice(seats)]} if part else {})
        self._left_behind.put(order)

    def _clear_up(self, order: Answer) -> None:
        call = self._about_order("pay", order, "payment/", {"approve": True})
        if call.answer.get("status") == "BOOKED":
            self._about_order("look", order, "")
            self._refund(order, {})
        elif call.answer.get("status") == "PENDING":
            self._left_behind.put(order)

    def _refund(self, order: Answer, part: Answer) -> None:
        self._about_order("refund", order, "refund/", part, key=self._new_key())

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
        self, verb: str, order: Answer, path: str, body: Answer | None = None, key: str = ""
    ) -> Call:
        about = {name: order[name] for name in ("reference", "show_id", "total")}
        return self._wire.ask(Question(verb, f"orders/{order['secret']}/{path}", body, key, about=about))


def _of(hold: Answer) -> Answer:
    return {"show_id": hold["show_id"]}
