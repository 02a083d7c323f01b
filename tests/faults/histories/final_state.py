"""The state of the database at the end of a run: orders, tickets, payments, emails and booked seats."""

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
    """One ticket."""

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
class Payment:
    """One payment: its status in our database, and the provider's status, captured and refunded amounts."""

    status: str
    card: str
    provider_status: str
    captured: Decimal
    refunded: Decimal
    refunds: Mapping[str, Decimal]
    """Refund amounts by status: QUEUED, DONE and REFUSED."""


@dataclass(frozen=True, eq=False)
class Order:
    """One purchase."""

    reference: str
    hold: str
    status: str
    paid: bool
    """Whether the order ever had tickets."""
    lines: Sequence[Line]
    tickets: Sequence[Ticket] = ()
    payments: Sequence[Payment] = ()
    show: int = 0
    total: Decimal = Decimal(0)
    currency: str = "EUR"
    receipt: int | None = None
    email: str = ""
    emails: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The states of the emails to the customer, by kind."""

    @property
    def seats(self) -> list[int]:
        """The seats of the order's lines."""
        return [line.seat for line in self.lines]

    @property
    def is_over(self) -> bool:
        """Whether the order's seats became free because it was not paid or could not be completed."""
        unpaid = not self.paid or not any(payment.captured for payment in self.payments)
        return self.status == EXPIRED or (self.status == NEEDS_ATTENTION and unpaid)


@dataclass(frozen=True)
class FinalState:
    """All orders and all BOOKED rows."""

    orders: Sequence[Order]
    booked: Sequence[tuple[int, int, str]]
    """Show, seat and hold of each BOOKED row."""

    def of_show(self, show: int) -> "FinalState":
        """The orders and BOOKED rows of one show."""
        return FinalState(
            [order for order in self.orders if order.show == show],
            [row for row in self.booked if row[0] == show],
        )

    def order(self, reference: str) -> Order | None:
        """The order with this reference."""
        return next((order for order in self.orders if order.reference == reference), None)

    def of_hold(self, hold: str) -> list[Order]:
        """The orders of a hold. There is more than one if an order expired."""
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
    coalesce(demo.status, '') AS provider_status,
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


def read_final_state(url: str, shows: Sequence[int]) -> FinalState:
    """Read the final state in one snapshot."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        orders, lines, payments, booked, emails = (
            connection.execute(query, {"shows": list(shows)}).fetchall()
            for query in (ORDERS, LINES, PAYMENTS, BOOKED, EMAILS)
        )
    rows_by_order = [_by_order(rows) for rows in (lines, payments, emails)]
    return FinalState(
        orders=[_order(order, *(rows[order["id"]] for rows in rows_by_order)) for order in orders],
        booked=[(row["show_id"], row["seat_id"], row["hold"]) for row in booked],
    )


def _by_order(rows: Sequence[Row]) -> Mapping[int, Sequence[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["order_id"]].append(row)
    return found


def _order(order: Row, lines: Sequence[Row], payments: Sequence[Row], emails: Sequence[Row]) -> Order:
    states: dict[str, list[str]] = defaultdict(list)
    for email in emails:
        states[email["kind"]].append(email["status"])
    return Order(
        **{name: value for name, value in order.items() if name != "id"},
        lines=[_build(Line, line) for line in lines],
        tickets=[_build(Ticket, line) for line in lines if line["price"] is not None],
        payments=[
            Payment(**{**_only(Payment, one), "refunds": _decimals(one["refunds"])}) for one in payments
        ],
        emails=states,
    )


def _decimals(amounts: Mapping[str, str]) -> Mapping[str, Decimal]:
    return {name: Decimal(amount) for name, amount in amounts.items()}


def _only(cls: type[Any], row: Row) -> dict[str, Any]:
    return {one.name: row[one.name] for one in fields(cls)}


def _build(cls: Callable[..., T], row: Row) -> T:
    return cls(**_only(cast("type[Any]", cls), row))
