"""An order's page in the shapes of the HTTP contract."""

from zoneinfo import ZoneInfo

from matinee.api.public.json import Json, screening_json
from matinee.api.public.orders.json import next_action_json, order_summary_json, ticket_json
from matinee.checkout.models import OrderLine, OrderStatus, Payment, PaymentStatus, Refund, TicketOrder
from matinee.checkout.order_page import OrderPage, last_decline_code
from matinee.checkout.order_status import UNDECIDED
from matinee.checkout.payment_state import is_paid
from matinee.core.clock import database_now
from matinee.core.money import money_string
from matinee.shows.rules import is_on_sale
from matinee.tickets.codes import for_people
from matinee.tickets.models import Ticket


def order_page_json(page: OrderPage) -> Json:
    """The whole order."""
    order = page.order
    zone = ZoneInfo(order.show.hall.venue.timezone)
    until = page.refundable_until
    return {
        **order_summary_json(order),
        "status": order.status,
        "created_at": order.created_at,
        "paid_at": order.paid_at,
        "show": screening_json(order.show, on_sale=is_on_sale(order.show, database_now())),
        "lines": [_line_json(line, order.currency) for line in page.lines],
        "tickets": [_ticket_json(ticket) for ticket in page.tickets],
        "refundable_until": until.astimezone(zone) if until else None,
        "receipt": _receipt_json(order),
        "refunds": [refund_json(refund, order.currency) for refund in page.refunds],
        "owed": money_string(page.owed, order.currency),
        "payment": _payment_json(page.payment) if page.payment else None,
    }


def standing_json(order: TicketOrder, payment: Payment | None) -> Json:
    """How far the payment of an order has come."""
    if order.paid_at:
        return {"status": "BOOKED" if is_paid(order) else "EXPIRED", "next_action": None}
    undecided = payment is not None and payment.status in UNDECIDED
    if order.status == OrderStatus.EXPIRED or (order.status == OrderStatus.NEEDS_ATTENTION and not undecided):
        return {"status": "EXPIRED", "next_action": None}
    if payment and payment.status == PaymentStatus.CANCELLED:
        return {"status": "DECLINED", "next_action": None, "decline_code": "cancelled"}
    if payment and payment.status == PaymentStatus.DECLINED:
        return {"status": "DECLINED", "next_action": None, "decline_code": last_decline_code(order)}
    return {"status": "PENDING", "next_action": next_action_json(payment)}


def refund_json(refund: Refund, currency: str) -> Json:
    """Money on its way back."""
    settled = {"settled_at": refund.settled_at} if refund.settled_at else {}
    return {"amount": money_string(refund.amount, currency), "status": refund.status, **settled}


def _line_json(line: OrderLine, currency: str) -> Json:
    return {
        "kind": line.kind,
        "seat_id": line.seat_id,
        "row": line.seat.row_letter if line.seat else None,
        "number": line.seat.seat_number if line.seat else None,
        "ticket_type": line.ticket_type_id,
        "ticket_type_name": line.name,
        "net": money_string(line.net, currency),
        "tax_rate": f"{line.tax_rate:.2f}",
        "tax": money_string(line.tax, currency),
        "gross": money_string(line.gross, currency),
    }


def _ticket_json(ticket: Ticket) -> Json:
    return {
        "id": ticket.pk,
        **ticket_json(ticket),
        "short_code": for_people(ticket.short_code),
        "status": ticket.status,
    }


def _receipt_json(order: TicketOrder) -> Json | None:
    if order.receipt_number is None:
        return None
    return {
        "number": order.receipt_number,
        "seller_name": order.seller_name,
        "seller_tax_number": order.seller_tax_number,
    }


def _payment_json(payment: Payment) -> Json:
    return {
        "status": payment.status,
        "provider": payment.provider,
        "next_action": next_action_json(payment)
        if payment.status in UNDECIDED - {PaymentStatus.AUTHORISED}
        else None,
    }
