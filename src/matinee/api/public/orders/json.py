"""The JSON of orders."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from matinee.api.public.orders.shapes import (
    BookingShape,
    NextActionShape,
    OrderLineShape,
    OrderPaymentShape,
    OrderShape,
    OrderSummaryShape,
    OrderTicketShape,
    PendingShape,
    ReceiptShape,
    RefundShape,
    TicketShape,
    WholeOrderShape,
)
from matinee.api.public.programme.json import screening_json
from matinee.booking.models import BookingStatus
from matinee.checkout.models import OrderLine, Payment, PaymentStatus, Refund, TicketOrder
from matinee.checkout.order_page import OrderPage
from matinee.checkout.order_status import UNDECIDED
from matinee.core.clock import database_now
from matinee.core.money import money_string
from matinee.pricing.models import TicketType
from matinee.shows.rules import is_on_sale
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket


def order_summary_json(order: TicketOrder) -> OrderSummaryShape:
    """What the customer needs to find an order again."""
    return {
        "reference": order.reference,
        "secret": order.secret,
        "total": money_string(order.total, order.currency),
        "currency": order.currency,
    }


def order_json(order: TicketOrder) -> OrderShape:
    """An order with its show."""
    return {**order_summary_json(order), "created_at": order.created_at, "show_id": order.show_id}


def booking_json(order: TicketOrder, tickets: Sequence[Ticket]) -> BookingShape:
    """A paid order with its tickets."""
    return {
        "status": BookingStatus.BOOKED,
        "order": order_json(order),
        "tickets": [ticket_json(ticket) for ticket in tickets],
    }


def pending_json(order: TicketOrder, payment: Payment | None) -> PendingShape:
    """An order that is not paid yet."""
    return {"status": "PENDING", "order": order_json(order), "next_action": next_action_json(payment)}


def next_action_json(payment: Payment | None) -> NextActionShape:
    """The step that an undecided payment waits for."""
    if payment is None or payment.status != PaymentStatus.NEEDS_ACTION or payment.next_action is None:
        return {"type": "wait"}
    action: NextActionShape = payment.next_action
    return action


def ticket_json(ticket: Ticket) -> TicketShape:
    """A ticket."""
    return {
        "seat_id": ticket.seat_id,
        "row": ticket.seat.row_letter,
        "number": ticket.seat.seat_number,
        "ticket_type": ticket.ticket_type_id,
        "ticket_type_name": ticket.ticket_type_name,
        "price": money_string(ticket.price, ticket.currency),
        "code": ticket.code,
    }


def order_page_json(page: OrderPage, language: str = "") -> WholeOrderShape:
    """An order with everything that belongs to it. Its texts are in a language, by default the order's."""
    order = page.order
    types = {line.ticket_type_id: line.ticket_type for line in page.lines}
    zone = ZoneInfo(order.show.hall.venue.timezone)
    until = page.refundable_until
    return {
        **order_summary_json(order),
        "status": order.status,
        "created_at": order.created_at,
        "paid_at": order.paid_at,
        "show": screening_json(
            order.show,
            on_sale=is_on_sale(order.show, database_now()),
            language=language or order.language,
        ),
        "lines": [_line_json(line, order.currency, language) for line in page.lines],
        "tickets": [
            _order_ticket_json(ticket, types.get(ticket.ticket_type_id), language) for ticket in page.tickets
        ],
        "refundable_until": until.astimezone(zone) if until else None,
        "receipt": receipt_json(order),
        "refunds": [refund_json(refund, order.currency) for refund in page.refunds],
        "owed": money_string(page.owed, order.currency),
        "payment": _payment_json(page.payment) if page.payment else None,
    }


def refund_json(refund: Refund, currency: str) -> RefundShape:
    """A refund."""
    json: RefundShape = {"amount": money_string(refund.amount, currency), "status": refund.status}
    if refund.settled_at:
        json["settled_at"] = refund.settled_at
    return json


def _line_json(line: OrderLine, currency: str, language: str) -> OrderLineShape:
    return {
        "kind": line.kind,
        "seat_id": line.seat_id,
        "row": line.seat.row_letter if line.seat else None,
        "number": line.seat.seat_number if line.seat else None,
        "ticket_type": line.ticket_type_id,
        "ticket_type_name": _type_name(line.name, line.ticket_type, language),
        "net": money_string(line.net, currency),
        "tax_rate": f"{line.tax_rate:.2f}",
        "tax": money_string(line.tax, currency),
        "gross": money_string(line.gross, currency),
    }


def _order_ticket_json(ticket: Ticket, ticket_type: TicketType | None, language: str) -> OrderTicketShape:
    return {
        "id": ticket.pk,
        **ticket_json(ticket),
        "ticket_type_name": _type_name(ticket.ticket_type_name, ticket_type, language),
        "short_code": format_short_code(ticket.short_code),
        "status": ticket.status,
        "requires_proof": ticket_type is not None and ticket_type.needs_proof,
        "minimum_age": ticket_type.minimum_age if ticket_type else None,
    }


def _type_name(sold_name: str, ticket_type: TicketType | None, language: str) -> str:
    if ticket_type is None or not language:
        return sold_name
    return ticket_type.sold_name_in(sold_name, language)


def receipt_json(order: TicketOrder) -> ReceiptShape | None:
    """The seller and number of the receipt, where there is one."""
    if order.receipt_number is None:
        return None
    return {
        "number": order.receipt_number,
        "seller_name": order.seller_name,
        "seller_tax_number": order.seller_tax_number,
    }


def _payment_json(payment: Payment) -> OrderPaymentShape:
    return {
        "status": payment.status,
        "provider": payment.provider,
        "next_action": next_action_json(payment)
        if payment.status in UNDECIDED - {PaymentStatus.AUTHORISED}
        else None,
    }
