"""The JSON of the orders desk."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from matinee.api.public.orders.json import receipt_json
from matinee.api.staff.orders.shapes import (
    AttendeeShape,
    AttendeesShape,
    CustomerShape,
    EmailOfOrderShape,
    EventOfOrderShape,
    FoundOrderShape,
    LineOfOrderShape,
    OrderRecordShape,
    PaymentOfOrderShape,
    PlaceShape,
    RefundOfOrderShape,
    RefundPreviewShape,
    ShowOfOrderShape,
    TicketOfOrderShape,
)
from matinee.checkout.models import OrderEmail, OrderEvent, OrderLine, Payment, Refund, TicketOrder
from matinee.checkout.order_record import OrderRecord, approver
from matinee.checkout.refund_preview import RefundPreview
from matinee.core.money import money_string
from matinee.shows.models import Show
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket
from matinee.venues.models import Seat


def found_order_json(order: TicketOrder) -> FoundOrderShape:
    """An order of `find_orders`."""
    rows: dict[str, Any] = vars(order)
    return {
        "reference": order.reference,
        "status": order.status,
        "needs_attention": rows["needs_attention"],
        "customer": _customer_json(order),
        "show": show_of_order_json(order.show),
        "seats": [place_json(line.seat) for line in rows["seat_lines"]],
        "total": money_string(order.total, order.currency),
        "currency": order.currency,
        "created_at": order.created_at,
        "paid_at": order.paid_at,
    }


def order_record_json(record: OrderRecord) -> OrderRecordShape:
    """Everything about an order."""
    order = record.order
    currency = order.currency
    tickets = [line.ticket for line in record.lines if line.ticket]
    emails = {email.event_id: email for email in record.emails}
    return {
        **found_order_json(order),
        "version": record.version,
        "language": order.language,
        "attention": [reason.value for reason in record.attention],
        "lines": [_line_json(line, currency) for line in record.lines],
        "tickets": [_ticket_json(ticket, with_codes=record.shows_codes) for ticket in tickets],
        "payments": [_payment_json(payment, currency) for payment in record.payments],
        "refunds": [_refund_json(refund, currency) for refund in record.refunds],
        "emails": [_email_json(email, record.recipients[email.pk]) for email in record.emails],
        "sends_email": settings.SENDS_EMAIL,
        "events": [_event_json(event, record.names, emails.get(event.pk)) for event in record.events],
        "captured": money_string(record.captured, currency),
        "paid_back": money_string(record.paid_back, currency),
        "under_way": money_string(record.under_way, currency),
        "owed": money_string(record.owed, currency),
        "receipt": receipt_json(order),
        "can": {
            "resend": record.can.resend,
            "print": record.can.print,
            "correct_address": record.can.correct_address,
            "refund": record.can.refund,
            "refund_admitted": record.can.refund_admitted,
            "refund_with_approval": record.can.refund_with_approval,
            "settle": record.can.settle,
            "retry": record.can.retry,
        },
    }


def refund_preview_json(preview: RefundPreview, currency: str) -> RefundPreviewShape:
    """What a refund would do."""
    limit = preview.limit
    return {
        "seats": [place_json(line.seat) for line in preview.lines if line.seat],
        "amount": money_string(preview.amount, currency),
        "currency": currency,
        "provider": preview.provider,
        "admitted": preview.admitted,
        "permitted": preview.permitted,
        "limit": None if limit is None else money_string(limit, currency),
        "refunded_by_staff": money_string(preview.refunded_by_staff, currency),
        "version": preview.version,
    }


def attendees_json(show: Show, lines: Sequence[OrderLine]) -> AttendeesShape:
    """The lines of a show's valid tickets."""
    return {
        "show": show_of_order_json(show),
        "attendees": [_attendee_json(line.ticket, line.order) for line in lines if line.ticket],
    }


def show_of_order_json(show: Show) -> ShowOfOrderShape:
    """A show, with its time in the venue's time zone."""
    hall, venue = show.hall, show.hall.venue
    return {
        "id": show.pk,
        "title": show.movie.title,
        "starts_at": show.starts_at.astimezone(ZoneInfo(venue.timezone)),
        "hall": {"id": hall.pk, "name": hall.name},
        "venue": {"id": venue.pk, "name": venue.name, "timezone": venue.timezone},
    }


def place_json(seat: Seat) -> PlaceShape:
    """A seat."""
    return {
        "id": seat.pk,
        "section": seat.section,
        "row": seat.row_letter,
        "label": seat.label or str(seat.seat_number),
        "name": seat.name,
    }


def _customer_json(order: TicketOrder) -> CustomerShape | None:
    customer = getattr(order, "customer", None)
    return None if customer is None else {"name": customer.name, "email": customer.email}


def _line_json(line: OrderLine, currency: str) -> LineOfOrderShape:
    return {
        "kind": line.kind,
        "seat": place_json(line.seat) if line.seat else None,
        "name": line.name,
        "net": money_string(line.net, currency),
        "tax_rate": f"{line.tax_rate:.2f}",
        "tax": money_string(line.tax, currency),
        "gross": money_string(line.gross, currency),
    }


def _ticket_json(ticket: Ticket, *, with_codes: bool) -> TicketOfOrderShape:
    return {
        "id": ticket.pk,
        "seat": place_json(ticket.seat),
        "ticket_type_name": ticket.ticket_type_name,
        "price": money_string(ticket.price, ticket.currency),
        "status": ticket.status,
        "voided_at": ticket.voided_at,
        "admitted_at": ticket.admitted_at,
        "door": ticket.admitted_by_door,
        "code": ticket.code if with_codes else None,
        "short_code": format_short_code(ticket.short_code) if with_codes else None,
    }


def _payment_json(payment: Payment, currency: str) -> PaymentOfOrderShape:
    return {
        "id": payment.pk,
        "provider": payment.provider,
        "reference": payment.reference,
        "status": payment.status,
        "amount": money_string(payment.amount, currency),
        "captured": money_string(payment.captured, currency),
        "card_last4": payment.card_last4,
        "created_at": payment.created_at,
        "changed_at": payment.changed_at,
    }


def _refund_json(refund: Refund, currency: str) -> RefundOfOrderShape:
    return {
        "id": refund.pk,
        "payment_id": refund.payment_id,
        "amount": money_string(refund.amount, currency),
        "status": refund.status,
        "reason": refund.reason,
        "attempt": refund.attempt,
        "message": refund.message,
        "created_at": refund.created_at,
        "done_at": refund.done_at,
        "settled_at": refund.settled_at,
        "settled_how": refund.settled_how,
    }


def _email_json(email: OrderEmail, recipient: str) -> EmailOfOrderShape:
    return {
        "kind": email.kind,
        "recipient": recipient,
        "status": email.status,
        "attempts": email.attempts,
        "error": email.error,
        "created_at": email.created_at,
        "next_attempt_at": email.next_attempt_at,
        "sent_at": email.sent_at,
    }


def _event_json(event: OrderEvent, names: Mapping[str, str], email: OrderEmail | None) -> EventOfOrderShape:
    return {
        "at": event.at,
        "actor": event.actor,
        "who": names.get(event.actor),
        "approver": names.get(approver(event) or ""),
        "type": event.type,
        "facts": event.facts,
        "email": {"status": email.status, "error": email.error} if email else None,
    }


def _attendee_json(ticket: Ticket, order: TicketOrder) -> AttendeeShape:
    customer = _customer_json(order)
    return {
        "seat": place_json(ticket.seat),
        "customer_name": customer["name"] if customer else "",
        "reference": order.reference,
        "ticket_type_name": ticket.ticket_type_name,
        "admitted_at": ticket.admitted_at,
    }
