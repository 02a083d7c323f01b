"""The books at the end: what the database says was sold, to whom, and where the money is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import psycopg
from psycopg.rows import dict_row

PENDING_ORDER, EXPIRED, NEEDS_ATTENTION = "PENDING", "EXPIRED", "NEEDS_ATTENTION"


@dataclass(frozen=True)
class Ticket:
    """What lets somebody in."""

    seat: int
    is_valid: bool
    price: Decimal


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
    lines: Sequence[int]
    tickets: Sequence[Ticket] = ()
    payments: Sequence[Money] = ()

    @property
    def is_over(self) -> bool:
        """Whether the house let the seats go because no money came."""
        return self.status in {EXPIRED, NEEDS_ATTENTION}


@dataclass(frozen=True)
class Books:
    """Everything that was sold."""

    orders: Sequence[Order]
    booked: Sequence[tuple[int, str]]
    """Seat and hold of each BOOKED row."""

    def order(self, reference: str) -> Order | None:
        """The order with that reference."""
        return next((order for order in self.orders if order.reference == reference), None)

    def of_hold(self, hold: str) -> list[Order]:
        """The orders that a hold was bought by; more than one after one expired."""
        return [order for order in self.orders if order.hold == hold]


ORDERS = """
SELECT id, reference, replace(hold_id::text, '-', '') AS hold, status, paid_at IS NOT NULL AS paid
FROM ticket_order WHERE show_id = %(show)s ORDER BY id
"""
LINES = """
SELECT line.order_id, line.seat_id, ticket.status = 'VALID' AS is_valid, ticket.price
FROM order_line line JOIN ticket_order ON ticket_order.id = order_id LEFT JOIN ticket ON ticket.id = ticket_id
WHERE ticket_order.show_id = %(show)s ORDER BY line.id
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
WHERE show_id = %(show)s ORDER BY payment.id
"""
BOOKED = """
SELECT seat_id, replace(hold_id::text, '-', '') AS hold FROM booking
WHERE show_id = %(show)s AND status = 'BOOKED' ORDER BY seat_id
"""


def read_books(url: str, show: int) -> Books:
    """Read them, as of one moment."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        orders, lines, payments, booked = (
            connection.execute(question, {"show": show}).fetchall()
            for question in (ORDERS, LINES, PAYMENTS, BOOKED)
        )
    return Books(
        orders=[
            Order(
                reference=order["reference"],
                hold=order["hold"],
                status=order["status"],
                paid=order["paid"],
                lines=[line["seat_id"] for line in lines if line["order_id"] == order["id"]],
                tickets=[
                    Ticket(line["seat_id"], line["is_valid"], line["price"])
                    for line in lines
                    if line["order_id"] == order["id"] and line["price"] is not None
                ],
                payments=[
                    Money(
                        **{
                            name: one[name]
                            for name in ("status", "card", "ledger_status", "captured", "refunded")
                        },
                        refunds={status: Decimal(amount) for status, amount in one["refunds"].items()},
                    )
                    for one in payments
                    if one["order_id"] == order["id"]
                ],
            )
            for order in orders
        ],
        booked=[(row["seat_id"], row["hold"]) for row in booked],
    )
