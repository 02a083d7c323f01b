"""Builds histories and final states by hand, for the tests of the checker."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.faults.histories.checker import anomalies
from tests.faults.histories.final_state import FinalState, Line, Order, Payment, Ticket
from tests.faults.histories.history import Call, Change, Fault, History, hold_of
from tests.faults.histories.programme import Programme, Screening

END = 1000.0
PRICE = Decimal(12)
RATE = Decimal(7)
EXPENSIVE, CHEAP, OTHER_HALL = 100, 200, 300
PROGRAMME = Programme(
    venue=1,
    shows=[
        Screening(EXPENSIVE, "expensive", "The Expensive Film", 1, "12"),
        Screening(CHEAP, "cheap", "The Cheap Film", 1, "6"),
        Screening(OTHER_HALL, "other hall", "The Other Hall Film", 2, "9"),
    ],
    halls={1: range(1, 10), 2: range(11, 20)},
    premium=[9, 19],
    supplement="3",
    types={1: ["Adult", "0"], 2: ["Child", "-4"]},
    tax_rate="7.00",
)
KEY = "0123456789abcdef"


def token(name: str, show: int = EXPENSIVE) -> str:
    payload = name.encode().ljust(16, b".") + show.to_bytes(8, "big")
    return urlsafe_b64encode(payload).decode().rstrip("=") + ".signed"


def hold(name: str, show: int = EXPENSIVE) -> str:
    return hold_of(token(name, show))


def moment(unix: float) -> str:
    return datetime.fromtimestamp(unix, UTC).isoformat()


def price_of(seat: int, show: int = EXPENSIVE) -> Decimal:
    extra = Decimal(3) if seat in PROGRAMME.premium else Decimal(0)
    return Decimal(PROGRAMME.screening(show).price) + extra


def total_of(seats: Iterable[int], show: int = EXPENSIVE) -> str:
    return str(sum((price_of(seat, show) for seat in seats), Decimal(0)))


class HistoryBuilder:
    """Adds calls of a tenth of a second by default. The monotonic clock is the database's clock."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.changes: list[Change] = []

    def call(
        self,
        verb: str,
        at: float,
        status: int,
        response: dict[str, Any],
        *,
        lasts: float = 0.1,
        operation: int = 0,
        **request: Any,
    ) -> "HistoryBuilder":
        number = operation or len(self.calls) + 1
        self.calls.append(Call(number, 1, verb, request, at, at + lasts, status, response))
        return self

    def lock(
        self,
        name: str,
        seats: list[int],
        at: float,
        *,
        clock: float | None = None,
        seconds: float = 2,
        show: int = EXPENSIVE,
        overrides: dict[str, Any] | None = None,
        **more: Any,
    ) -> "HistoryBuilder":
        response = held(name, seats, at + 0.05 if clock is None else clock, seconds, show)
        request = {"seat_ids": seats, "show_id": show, **more}
        return self.call("lock", at, 201, {**response, **(overrides or {})}, **request)

    def extend(self, name: str, seats: list[int], at: float) -> "HistoryBuilder":
        return self.call("extend", at, 200, held(name, seats, at + 0.05), hold_token=token(name))

    def taken(self, seats: list[int], at: float) -> "HistoryBuilder":
        response = {"code": "seats-taken", "seat_ids": seats}
        return self.call("lock", at, 409, response, seat_ids=seats, show_id=EXPENSIVE)

    def rejected(
        self, code: str, at: float, status: int = 409, verb: str = "lock", **more: Any
    ) -> "HistoryBuilder":
        request = {"seat_ids": [1], "show_id": EXPENSIVE, **more}
        return self.call(verb, at, status, {"code": code, "seat_ids": request["seat_ids"]}, **request)

    def change(self, subject: str, value: object, at: float) -> "HistoryBuilder":
        self.changes.append(Change(subject, value, at, at + 0.1))
        return self

    def expired(self, verb: str, name: str, at: float) -> "HistoryBuilder":
        return self.call(verb, at, 410, {"code": "hold-expired"}, hold_token=token(name))

    def release(self, name: str, seats: list[int], at: float) -> "HistoryBuilder":
        return self.call("release", at, 200, {"released": seats}, hold_token=token(name))

    def book(
        self,
        name: str,
        seats: list[int],
        at: float,
        *,
        show: int = EXPENSIVE,
        overrides: dict[str, Any] | None = None,
        **more: Any,
    ) -> "HistoryBuilder":
        response = {**booked(name, seats, show), **(overrides or {})}
        return self.call("book", at, 201, response, hold_token=token(name, show), **more)

    def pay(self, name: str, at: float, total: str = "12") -> "HistoryBuilder":
        response = {"order": {"reference": name, "show_id": EXPENSIVE, "total": total, "currency": "EUR"}}
        return self.call("book", at, 202, response, hold_token=token(name))

    def look(self, order: Order, at: float, **overrides: Any) -> "HistoryBuilder":
        response = {**page(order), **overrides}
        return self.call("look", at, 200, response, reference=order.reference, show_id=order.show)

    def refund(self, name: str, seats: list[int], at: float) -> "HistoryBuilder":
        response = {"released": seats, "refunds": []}
        return self.call("refund", at, 200, response, reference=name, show_id=EXPENSIVE)

    def admit(self, name: str, seat: int, at: float, verdict: str = "Admitted") -> "HistoryBuilder":
        about: dict[str, Any] = {
            "code": f"{name}-{seat}",
            "reference": name,
            "seat_id": seat,
            "show_id": EXPENSIVE,
        }
        return self.call("admit", at, 200, {"verdict": verdict}, **about)

    def fault(self, name: str, start: float, end: float, **facts: Any) -> "HistoryBuilder":
        self.faults.append(Fault(name, start, end, facts))
        return self

    def anomalies(
        self, orders: Iterable[Order] = (), booked: Iterable[tuple[int, int, str]] | None = None
    ) -> list[str]:
        orders = list(orders)
        if booked is None:
            booked = [(one.show, t.seat, one.hold) for one in orders for t in one.tickets if t.is_valid]
        parameters = {"epoch": 0.0, "hold_seconds": 2, "programme": PROGRAMME.facts()}
        history = History(self.calls, self.faults, parameters, self.changes)
        return anomalies(history, FinalState(orders, list(booked)), END)


def held(
    name: str, seats: list[int], now: float, seconds: float = 2, show: int = EXPENSIVE
) -> dict[str, Any]:
    return {
        "hold_token": token(name, show),
        "show_id": show,
        "seat_ids": seats,
        "status": "LOCKED",
        "server_time": moment(now),
        "locked_until": moment(now + seconds),
        "total": total_of(seats, show),
        "currency": "EUR",
    }


def booked(name: str, seats: list[int], show: int = EXPENSIVE) -> dict[str, Any]:
    order = {"reference": name, "show_id": show, "total": total_of(seats, show), "currency": "EUR"}
    return {"order": order, "tickets": [ticket(name, seat, show) for seat in seats]}


def ticket(name: str, seat: int, show: int = EXPENSIVE) -> dict[str, Any]:
    price = str(price_of(seat, show))
    return {"seat_id": seat, "price": price, "ticket_type_name": "Adult", "code": f"{name}-{seat}"}


def page(order: Order) -> dict[str, Any]:
    lines = [
        {
            "seat_id": line.seat,
            "ticket_type": line.ticket_type,
            "ticket_type_name": line.name,
            **{name: str(getattr(line, name)) for name in ("net", "tax_rate", "tax", "gross")},
        }
        for line in order.lines
    ]
    tickets = [ticket(order.reference, one.seat, order.show) for one in order.tickets]
    return {
        "reference": order.reference,
        "total": str(order.total),
        "currency": "EUR",
        "show": {"id": order.show},
        "receipt": None,
        "lines": lines,
        "tickets": tickets,
    }


def line(seat: int, show: int = EXPENSIVE, **more: Any) -> Line:
    gross = price_of(seat, show)
    tax = (gross * RATE / (100 + RATE)).quantize(Decimal("0.01"))
    return replace(Line(seat, 1, "Adult", gross - tax, RATE, tax, gross), **more)


def order(
    name: str, seats: list[int], *, voided: Iterable[int] = (), status: str = "PAID", show: int = EXPENSIVE
) -> Order:
    void = set(voided)
    total = sum((price_of(seat, show) for seat in seats), Decimal(0))
    back = sum((price_of(seat, show) for seat in void), Decimal(0))
    money = Payment("SETTLED", "approved", "TAKEN", total, back, {"DONE": back} if void else {})
    return Order(
        name,
        hold(name, show),
        status,
        paid=True,
        lines=[line(seat, show) for seat in seats],
        tickets=[
            Ticket(seat, seat not in void, price_of(seat, show), "Adult", f"{name}-{seat}", show)
            for seat in seats
        ],
        payments=[money],
        show=show,
        total=total,
    )


def unpaid(name: str, seats: list[int], **money: Any) -> Order:
    nothing = Payment("CANCELLED", "approved", "CANCELLED", Decimal(0), Decimal(0), {})
    payments = [replace(nothing, **money)]
    return replace(order(name, seats), status="EXPIRED", paid=False, tickets=[], payments=payments)
