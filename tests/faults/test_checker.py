"""The checker itself: good histories are good, and each kind of wrong is found. Made by hand."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.faults.histories.books import Books, Money, Order, Ticket
from tests.faults.histories.checker import anomalies
from tests.faults.histories.history import Call, Fault, History, hold_of

END = 1000.0
PRICE = Decimal(12)


def token(name: str) -> str:
    return urlsafe_b64encode(name.encode().ljust(16, b".")).decode().rstrip("=") + ".signed"


def hold(name: str) -> str:
    return hold_of(token(name))


def moment(unix: float) -> str:
    return datetime.fromtimestamp(unix, UTC).isoformat()


class Story:
    """Calls one after another, each a tenth of a second long, unless told otherwise; the clocks agree."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: list[Fault] = []

    def call(
        self,
        verb: str,
        at: float,
        status: int,
        answer: dict[str, Any],
        *,
        lasts: float = 0.1,
        operation: int = 0,
        **asked: Any,
    ) -> "Story":
        number = operation or len(self.calls) + 1
        self.calls.append(Call(number, 1, verb, asked, at, at + lasts, status, answer))
        return self

    def lock(
        self,
        name: str,
        seats: list[int],
        at: float,
        *,
        clock: float | None = None,
        seconds: float = 2,
        **more: Any,
    ) -> "Story":
        now = at + 0.05 if clock is None else clock
        answer = {
            "hold_token": token(name),
            "seat_ids": seats,
            "server_time": moment(now),
            "locked_until": moment(now + seconds),
        }
        return self.call("lock", at, 201, answer, seat_ids=seats, **more)

    def extend(self, name: str, seats: list[int], at: float) -> "Story":
        answer = {"seat_ids": seats, "server_time": moment(at + 0.05), "locked_until": moment(at + 2.05)}
        return self.call("extend", at, 200, answer, hold_token=token(name))

    def taken(self, seats: list[int], at: float) -> "Story":
        return self.call("lock", at, 409, {"code": "seats-taken", "seat_ids": seats}, seat_ids=seats)

    def expired(self, verb: str, name: str, at: float) -> "Story":
        return self.call(verb, at, 410, {"code": "hold-expired"}, hold_token=token(name))

    def release(self, name: str, seats: list[int], at: float) -> "Story":
        return self.call("release", at, 200, {"released": seats}, hold_token=token(name))

    def book(self, name: str, seats: list[int], at: float) -> "Story":
        answer = {"order": {"reference": name}, "tickets": [{"seat_id": seat} for seat in seats]}
        return self.call("book", at, 201, answer, hold_token=token(name))

    def refund(self, name: str, seats: list[int], at: float) -> "Story":
        return self.call("refund", at, 200, {"released": seats}, reference=name)

    def fault(self, name: str, start: float, end: float, **facts: Any) -> "Story":
        self.faults.append(Fault(name, start, end, facts))
        return self

    def wrong(
        self, orders: Iterable[Order] = (), booked: Iterable[tuple[int, str]] | None = None
    ) -> list[str]:
        orders = list(orders)
        if booked is None:
            booked = [(t.seat, order.hold) for order in orders for t in order.tickets if t.is_valid]
        history = History(self.calls, self.faults, {"epoch": 0.0, "hold_seconds": 2})
        return anomalies(history, Books(orders, list(booked)), END)


def order(name: str, seats: list[int], *, voided: Iterable[int] = (), status: str = "PAID") -> Order:
    gone = set(voided)
    back = PRICE * len(gone)
    money = Money("SETTLED", "approved", "TAKEN", PRICE * len(seats), back, {"DONE": back} if gone else {})
    tickets = [Ticket(seat, seat not in gone, PRICE) for seat in seats]
    return Order(name, hold(name), status, paid=True, lines=seats, tickets=tickets, payments=[money])


def unpaid(name: str, seats: list[int], **money: Any) -> Order:
    nothing = Money("CANCELLED", "approved", "CANCELLED", Decimal(0), Decimal(0), {})
    return Order(name, hold(name), "EXPIRED", paid=False, lines=seats, payments=[replace(nothing, **money)])


GOOD = {
    "nothing": (Story(), []),
    "one after another's time": (Story().lock("a", [1], 10).taken([1], 11).lock("b", [1], 12.1), []),
    "two at once, one taken": (Story().lock("a", [1], 10, lasts=1, clock=10.9).taken([1], 10.5), []),
    "taken, then given back, all at once": (
        Story()
        .lock("a", [1], 10)
        .call("release", 11, 200, {"released": [1]}, lasts=1, hold_token=token("a"))
        .call("lock", 11.2, 409, {"code": "seats-taken", "seat_ids": [1]}, lasts=0.1, seat_ids=[1])
        .lock("b", [1], 11.4),
        [],
    ),
    "extended": (
        Story().lock("a", [1, 2], 10).extend("a", [1, 2], 11.5).taken([2], 13).lock("b", [2], 13.6),
        [],
    ),
    "bought, given back, bought": (
        Story()
        .lock("a", [1], 10)
        .book("a", [1], 11)
        .taken([1], 60)
        .refund("a", [1], 70)
        .refund("a", [1], 90)
        .lock("b", [1], 71)
        .book("b", [1], 72),
        [order("a", [1], voided=[1], status="REFUNDED"), order("b", [1])],
    ),
    "heard at the second call": (
        Story()
        .call("lock", 10, 0, {}, operation=1, seat_ids=[1])
        .lock("a", [1], 10.5, operation=1)
        .call("book", 11, 503, {"code": "unavailable"}, operation=2, hold_token=token("a"))
        .call(
            "book",
            12,
            201,
            {"order": {"reference": "a"}, "tickets": [{"seat_id": 1}]},
            operation=2,
            hold_token=token("a"),
        ),
        [order("a", [1])],
    ),
    "done unheard": (Story().call("lock", 10, 0, {}, seat_ids=[1]).taken([1], 10.5).lock("b", [1], 13), []),
    "not done unheard": (Story().call("lock", 10, 0, {}, seat_ids=[1]).lock("b", [1], 10.5), []),
    "the database's clock leaps": (
        Story()
        .lock("a", [1], 10)
        .fault("step the database's clock", 10.5, 10.6, offset=60.0)
        .lock("b", [1], 11, clock=71.05)
        .fault("step the database's clock", 11.5, 11.6, offset=0.0)
        .taken([1], 50),
        [],
    ),
    "cut off while paying, run out, and sold once the seat was free again": (
        Story()
        .lock("a", [1], 10)
        .call("book", 11, 0, {}, operation=2, hold_token=token("a"))
        .taken([1], 20)
        .lock("b", [1], 700)
        .call(
            "book",
            710,
            201,
            {"order": {"reference": "a"}, "tickets": [{"seat_id": 1}]},
            operation=2,
            hold_token=token("a"),
        ),
        [order("a", [1])],
    ),
    "forgotten in a crash": (
        Story()
        .lock("a", [1], 10)
        .fault("kill the database", 10.3, 11.5)
        .expired("extend", "a", 11.6)
        .lock("b", [1], 11.7),
        [],
    ),
    "sold after all, while nobody looked": (
        Story()
        .lock("a", [1], 10)
        .call("book", 11, 202, {"order": {"reference": "a"}}, hold_token=token("a"))
        .taken([1], 700),
        [order("a", [1])],
    ),
    "paying came to nothing": (
        Story()
        .lock("a", [1], 10)
        .call("book", 11, 202, {"order": {"reference": "a"}}, hold_token=token("a"))
        .lock("b", [1], 40),
        [unpaid("a", [1])],
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_good(name: str) -> None:
    story, orders = GOOD[name]
    assert story.wrong(orders) == []


BAD = {
    "two owners": (Story().lock("a", [1], 10).lock("b", [1], 11), [], "Seat 1: no legal order"),
    "two owners of one seat of two": (
        Story().lock("a", [1, 2], 10).lock("b", [2, 3], 11),
        [],
        "Seat 2: no legal order",
    ),
    "two owners at once": (
        Story().lock("a", [1], 10, lasts=1).lock("b", [1], 10.5),
        [],
        "Seat 1: no legal order",
    ),
    "taken from nobody": (Story().lock("a", [1], 10).taken([1], 20), [], "Seat 1: no legal order"),
    "taken after it was given back": (
        Story().lock("a", [1], 10).release("a", [1], 10.5).taken([1], 11),
        [],
        "Seat 1: no legal order",
    ),
    "extended after another had it": (
        Story().lock("a", [1], 10).lock("b", [1], 12.2).extend("a", [1], 13),
        [],
        "Seat 1: no legal order",
    ),
    "expired before its time": (
        Story().lock("a", [1], 10).expired("extend", "a", 11),
        [],
        "Seat 1: no legal order",
    ),
    "forgotten in a crash though it was extended": (
        Story()
        .lock("a", [1], 10)
        .extend("a", [1], 10.2)
        .fault("kill the database", 10.5, 11)
        .lock("b", [1], 11.1),
        [],
        "Seat 1: no legal order",
    ),
    "forgotten long before the crash": (
        Story().lock("a", [1], 10).fault("kill the database", 11.5, 11.6).lock("b", [1], 11.7),
        [],
        "Seat 1: no legal order",
    ),
    "sold though it was another's": (
        Story().lock("a", [1], 10).lock("b", [1], 12.2).book("a", [1], 12.4),
        [order("a", [1])],
        "Seat 1: no legal order",
    ),
    "sold, then held": (
        Story().lock("a", [1], 10).book("a", [1], 11).lock("b", [1], 60),
        [order("a", [1])],
        "Seat 1: no legal order",
    ),
    "frozen, then held": (
        Story()
        .lock("a", [1], 10)
        .call("book", 11, 202, {"order": {"reference": "a"}}, hold_token=token("a"))
        .lock("b", [1], 40),
        [order("a", [1])],
        "Seat 1: no legal order",
    ),
    "a booking that is lost": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [],
        "the acknowledged booking a is not in the books",
    ),
    "a booking of other seats": (
        Story().lock("a", [1], 10).book("a", [1], 11),
        [order("a", [2])],
        "booking a has other tickets than was acknowledged",
    ),
    "the app's clock": (
        Story().lock("a", [1], 10, clock=3610),
        [],
        "judged by another clock than the database's",
    ),
    "a clock that was read too early": (
        Story()
        .lock("a", [1], 10, lasts=2, clock=10.1)
        .fault("hoard seats", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "its clock was read while somebody else had the lock of seat 1",
    ),
    "a seat that somebody else had locked": (
        Story().lock("a", [1], 10).fault("hoard seats", 9, 12, seats=[1], since=9.0, until=11.9, before=11.9),
        [],
        "was granted while somebody else had the lock of seat 1",
    ),
    "a hold that is too long": (Story().lock("a", [1], 10, seconds=3), [], "held for longer than 2.0 s"),
    "a fault of the server": (
        Story().call("lock", 10, 500, {"code": "server-fault"}, seat_ids=[1]),
        [],
        "answered (500, 'server-fault')",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad(name: str) -> None:
    story, orders, complaint = BAD[name]
    assert any(complaint in found for found in story.wrong(orders)), story.wrong(orders)


PAID = order("a", [1, 2])
WRONG_BOOKS = {
    "two tickets for a seat": ([order("a", [1]), order("b", [1])], None, "Seat 1: 2 valid tickets"),
    "a ticket without its seat": ([order("a", [1])], [], "Valid tickets and booked seats differ"),
    "a seat without a ticket": ([], [(1, hold("a"))], "Valid tickets and booked seats differ"),
    "an open order": ([replace(unpaid("a", [1]), status="PENDING")], None, "ended as PENDING"),
    "a paid order with a void ticket": (
        [order("a", [1, 2], voided=[1])],
        None,
        "ended as PAID with 1 valid tickets of 2",
    ),
    "tickets for nothing": ([replace(PAID, payments=[])], None, "0 was kept for tickets worth 24"),
    "money for nothing": (
        [unpaid("a", [1], captured=PRICE, refunded=PRICE, refunds={"DONE": PRICE})],
        None,
        "of 12 was captured, but there never were tickets",
    ),
    "money that was kept": (
        [unpaid("a", [1], captured=PRICE, card="settled")],
        None,
        "12 was kept for tickets worth 0",
    ),
    "money still reserved": ([unpaid("a", [1], ledger_status="RESERVED")], None, "at the provider RESERVED"),
    "money not given back yet": (
        [order("a", [1]), unpaid("b", [2], captured=PRICE, card="settled", refunds={"QUEUED": PRICE})],
        None,
        "is still to be given back",
    ),
    "money given back twice": (
        [unpaid("a", [1], captured=PRICE, card="settled", refunded=PRICE, refunds={"DONE": 2 * PRICE})],
        None,
        "gave 12 back, but the books say",
    ),
}


@pytest.mark.parametrize("name", WRONG_BOOKS)
def test_wrong_books(name: str) -> None:
    orders, booked, complaint = WRONG_BOOKS[name]
    found = Story().wrong(orders, booked)
    assert any(complaint in one for one in found), found


def test_the_bank_may_refuse_a_refund() -> None:
    voided = order("a", [1], voided=[1], status="NEEDS_ATTENTION")
    money = replace(voided.payments[0], refunded=Decimal(0), refunds={"REFUSED": PRICE})
    assert Story().wrong([replace(voided, payments=[money])]) == []
