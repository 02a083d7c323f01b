"""Holds and orders in the shapes of the HTTP contract."""

from collections.abc import Sequence

from matinee.api.public.json import Json
from matinee.booking.rules import Hold
from matinee.checkout.models import Payment, PaymentStatus, TicketOrder
from matinee.core.money import Money, money_string
from matinee.tickets.models import Ticket


def hold_json(hold: Hold, total: Money) -> Json:
    """The whole hold. `expires_in` is in whole seconds, by the clock that judged the hold."""
    left = (hold.locked_until - hold.server_time).total_seconds() if hold.locked_until else 0
    return {
        "hold_token": str(hold.token),
        "show_id": hold.show_id,
        "seat_ids": list(hold.seat_ids),
        "status": hold.status,
        "locked_until": hold.locked_until,
        "expires_in": max(0, int(left)),
        "server_time": hold.server_time,
        "extensions_left": hold.extensions_left,
        "total": str(total),
        "currency": total.currency,
    }


def order_summary_json(order: TicketOrder) -> Json:
    """What its buyer needs to find an order again."""
    return {
        "reference": order.reference,
        "secret": order.secret,
        "total": money_string(order.total, order.currency),
        "currency": order.currency,
    }


def current_hold_json(hold: Json, order: TicketOrder | None, *, frozen: bool) -> Json:
    """A hold, and the order that it became or is becoming.

    The total is the order's while it is being paid and afterwards. After a decline the hold may have other
    seats than the order, so the total is what they cost.
    """
    summary = order_summary_json(order) if order else None
    is_of_order = order is not None and (frozen or order.paid_at is not None)
    total = summary["total"] if summary and is_of_order else hold["total"]
    return {**hold, "total": total, "frozen": frozen, "order": summary}


def order_json(order: TicketOrder) -> Json:
    """An order with its show."""
    return {**order_summary_json(order), "created_at": order.created_at, "show_id": order.show_id}


def pending_json(order: TicketOrder, payment: Payment | None) -> Json:
    """An order that the customer or the provider still has to do something about."""
    return {"status": "PENDING", "order": order_json(order), "next_action": next_action_json(payment)}


def next_action_json(payment: Payment | None) -> Json:
    """What an undecided payment waits for."""
    if payment is None or payment.status != PaymentStatus.NEEDS_ACTION or payment.next_action is None:
        return {"type": "wait"}
    action: Json = payment.next_action
    return action


def booking_json(order: TicketOrder, tickets: Sequence[Ticket]) -> Json:
    """What was bought."""
    return {
        "status": "BOOKED",
        "order": order_json(order),
        "tickets": [ticket_json(ticket) for ticket in tickets],
    }


def ticket_json(ticket: Ticket) -> Json:
    """What lets one person in."""
    return {
        "seat_id": ticket.seat_id,
        "row": ticket.seat.row_letter,
        "number": ticket.seat.seat_number,
        "ticket_type": ticket.ticket_type_id,
        "ticket_type_name": ticket.ticket_type_name,
        "price": money_string(ticket.price, ticket.currency),
        "code": ticket.code,
    }
