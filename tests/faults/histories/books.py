"""The books at the end: what the database says was sold, to whom, and where the money is."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, TypeVar, cast

import psycopg
from psycopg.rows import dict_row

T = TypeVar("T")

PENDING_ORDER, EXPIRED, NEEDS_ATTENTION = "PENDING", "EXPIRED", "NEEDS_ATTENTION"


@dataclass(frozen=True)
class Ticket:
    """What lets somebody in."""

    seat: int
    is_valid: bool
    price: Decimal
    type_name: str = ""
    code: str = ""
    show: int = 0


@dataclass(frozen=True)
class Line:
    """One position of an order."""

    seat: int
    ticket_type: int | None
    name: str
    net: Decimal
    tax_rate: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True)
class Money:
    """One payment: how it stands in our books, and what the provider took and gave back."""

    status: str
    card: str
    ledger_status: str
    captured: Decimal
    refunded: Decimal
    refunds: Mapping[str, Decimal]
    """Amounts to give back, by QUEUED, DONE and REFUSED."""


@dataclass(frozen=True, eq=False)
class Order:
    """One purchase."""

    reference: str
    hold: str
    status: str
    paid: bool
    """Whether it ever had tickets."""
    lines: Sequence[Line]
    tickets: Sequence[Ticket] = ()
    payments: Sequence[Money] = ()
    show: int = 0
    total: Decimal = Decimal(0)
    currency: str = "EUR"
    receipt: int | None = None
    email: str = ""
    mails: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The states of the emails to its customer, by kind."""

    @property
    def seats(self) -> list[int]:
        """What it is for."""
        return [line.seat for line in self.lines]

    @property
    def is_over(self) -> bool:
        """Whether its seats came free because no money came, or because they could not be had."""
        unpaid = not self.paid or not any(payment.captured for payment in self.payments)
        return self.status == EXPIRED or (self.status == NEEDS_ATTENTION and unpaid)


@dataclass(frozen=True)
class Books:
    """Everything that was sold."""

    orders: Sequence[Order]
    booked: Sequence[tuple[int, int, str]]
    """Show, seat and hold of each BOOKED row."""

    def of_show(self, show: int) -> "Books":
        """What was sold for one show."""
        return Books(
            [order for order in self.orders if order.show == show],
            [row for row in self.booked if row[0] == show],
        )

    def order(self, reference: str) -> Order | None:
        """The order with that reference."""
        return next((order for order in self.orders if order.reference == reference), None)

    def of_hold(self, hold: str) -> list[Order]:
        """The orders that a hold was bought by; more than one after one expired."""
        return [order for order in self.orders if order.hold == hold]


ORDERS = """
SELECT id, reference, replace(hold_id::text, '-', '') AS hold, status, paid_at IS NOT NULL AS paid,
    show_id AS show, total, currency, receipt_number AS receipt, coalesce(email, '') AS email
FROM ticket_order LEFT JOIN customer ON order_id = id WHERE show_id = ANY(%(shows)s) ORDER BY id
"""
LINES = """
SELECT line.order_id, line.seat_id AS seat, line.ticket_type_id AS ticket_type, line.name,
    line.net, line.tax_rate, line.tax, line.gross,
    ticket.status = 'VALID' AS is_valid, ticket.price, ticket_type_name AS type_name, code,
    ticket.show_id AS show
FROM order_line line JOIN ticket_order ON ticket_order.id = order_id LEFT JOIN ticket ON ticket.id = ticket_id
WHERE ticket_order.show_id = ANY(%(shows)s) ORDER BY line.id
"""
PAYMENTS = """
SELECT payment.order_id, payment.status, coalesce(card, '') AS card,
    coalesce(demo.status, '') AS ledger_status,
    coalesce(demo.captured, 0) AS captured, coalesce(refunded, 0) AS refunded,
    (SELECT coalesce(json_object_agg(status, amount), '{}') FROM (
        SELECT status, sum(amount)::text AS amount FROM refund WHERE payment_id = payment.id GROUP BY status
    ) AS sums) AS refunds
FROM payment JOIN ticket_order ON ticket_order.id = order_id
    LEFT JOIN demo_payment AS demo ON demo.reference = payment.reference
WHERE show_id = ANY(%(shows)s) ORDER BY payment.id
"""
BOOKED = """
SELECT show_id, seat_id, replace(hold_id::text, '-', '') AS hold FROM booking
WHERE show_id = ANY(%(shows)s) AND status = 'BOOKED' ORDER BY show_id, seat_id
"""
EMAILS = """
SELECT order_id, kind, order_email.status FROM order_email JOIN ticket_order ON ticket_order.id = order_id
WHERE show_id = ANY(%(shows)s) ORDER BY order_email.id
"""

Row = Mapping[str, Any]


def read_books(url: str, shows: Sequence[int]) -> Books:
    """Read them, as of one moment."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        orders, lines, payments, booked, emails = (
            connection.execute(question, {"shows": list(shows)}).fetchall()
            for question in (ORDERS, LINES, PAYMENTS, BOOKED, EMAILS)
        )
    of_orders = [_by_order(rows) for rows in (lines, payments, emails)]
    return Books(
        orders=[_order(order, *(rows[order["id"]] for rows in of_orders)) for order in orders],
        booked=[(row["show_id"], row["seat_id"], row["hold"]) for row in booked],
    )


def _by_order(rows: Sequence[Row]) -> Mapping[int, Sequence[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["order_id"]].append(row)
    return found


def _order(order: Row, lines: Sequence[Row], payments: Sequence[Row], emails: Sequence[Row]) -> Order:
    mails: dict[str, list[str]] = defaultdict(list)
    for email in emails:
        mails[email["kind"]].append(email["status"])
    return Order(
        **{name: value for name, value in order.items() if name != "id"},
        lines=[_made(Line, line) for line in lines],
        tickets=[_made(Ticket, line) for line in lines if line["price"] is not None],
        payments=[Money(**{**_only(Money, one), "refunds": _decimals(one["refunds"])}) for one in payments],
        mails=mails,
    )


def _decimals(amounts: Mapping[str, str]) -> Mapping[str, Decimal]:
    return {name: Decimal(amount) for name, amount in amounts.items()}


def _only(made: type[Any], row: Row) -> dict[str, Any]:
    return {one.name: row[one.name] for one in fields(made)}


def _made(made: Callable[..., T], row: Row) -> T:
    return made(**_only(cast("type[Any]", made), row))
