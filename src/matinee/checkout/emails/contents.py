"""The contents of each kind of email: the values for its templates, in the active language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Sum

from matinee.checkout.models import Customer, EmailKind, OrderEmail, Refund, TicketOrder
from matinee.checkout.order_page import valid_tickets
from matinee.checkout.payment_state import RELEASED
from matinee.checkout.queries import order_url, upcoming_bookings
from matinee.core.date_format import clock_time, day, day_and_year, short_day
from matinee.core.email_address import comparison_form
from matinee.core.money import money_text
from matinee.shows.models import ShowStatus
from matinee.tickets.codes import format_short_code
from matinee.tickets.models import Ticket

Values = dict[str, Any]

MAX_LINKS = 50
"""In one email, the next shows first."""


@dataclass(frozen=True)
class Contents:
    """The values for the templates and the attachments: tickets as PDF, calendar file."""

    values: Mapping[str, Any]
    tickets_to_attach: Sequence[Ticket] = ()
    calendar: bool = False
    """Attach the current calendar file. Without valid tickets it cancels the calendar event."""


def email_contents(email: OrderEmail) -> Contents | None:
    """Return the current contents of an email, or None if it is no longer true. Texts are not escaped."""
    contents = CONTENTS[EmailKind(email.kind)](email)
    if contents is None:
        return None
    return replace(contents, values={**_common_values(email.order, email.order.language), **contents.values})


def _common_values(order: TicketOrder, language: str) -> Values:
    """Return the values that every email may use."""
    show = order.show
    venue = show.hall.venue
    starts_at = show.starts_at.astimezone(ZoneInfo(venue.timezone))
    return {
        "language": language,
        "reference": order.reference,
        "film": show.movie.title_in(language),
        "hall": show.hall.name,
        "venue": venue.name,
        "address": venue.full_address,
        "day": day(starts_at),
        "short_day": short_day(starts_at),
        "day_and_year": day_and_year(starts_at),
        "time": clock_time(starts_at),
        "total": money_text(order.total, order.currency) if order.total else "",
        "receipt_number": order.receipt_number,
        "seller": ", ".join(filter(None, [order.seller_name, order.seller_tax_number])),
        "link": order_url(order),
    }


def _tickets(email: OrderEmail) -> Contents | None:
    tickets = valid_tickets(email.order)
    return Contents({"tickets": _ticket_rows(tickets)}, tickets, calendar=True) if tickets else None


def _link(email: OrderEmail) -> Contents | None:
    """All upcoming bookings of the customer, with their links."""
    customer = Customer.objects.filter(order=email.order).first()
    found = upcoming_bookings(customer)[:MAX_LINKS] if customer else []
    orders = [email.order if order.pk == email.order_id else order for order in found]
    if not orders:
        return None
    bookings = [_common_values(order, email.order.language) for order in orders]
    return Contents({**bookings[0], "bookings": bookings})


def _no_more_values(_email: OrderEmail) -> Contents:
    return Contents({})


def _address_corrected(email: OrderEmail) -> Contents | None:
    """None if the former address is the customer's again."""
    customer = Customer.objects.filter(order=email.order).first()
    if customer is None or comparison_form(email.former_address) == comparison_form(customer.email):
        return None
    return Contents({})


def _calendar_only(_email: OrderEmail) -> Contents:
    return Contents({}, calendar=True)


def _show_cancelled(email: OrderEmail) -> Contents:
    values = {"amount": _amount_of_change(email), "reason": email.event.facts.get("show_reason", "")}
    return Contents(values, calendar=True)


def _refund(email: OrderEmail) -> Contents:
    """The cancelled seats, the amount, and the tickets that are still valid."""
    cancelled_show = email.order.show.status == ShowStatus.CANCELLED
    left = [] if cancelled_show else valid_tickets(email.order)
    lines = email.order.lines.select_related("seat").filter(seat__in=email.event.facts["seat_ids"])
    cancelled = [
        {"row": line.seat.row_letter, "number": line.seat.seat_number, "type": line.name}
        for line in lines.order_by("seat_id")
        if line.seat
    ]
    values = {"cancelled": cancelled, "tickets": _ticket_rows(left), "amount": _amount_of_change(email)}
    return Contents(values, left, calendar=True)


def _one_refund(email: OrderEmail) -> Contents:
    refund = Refund.objects.get(pk=email.event.facts["refund_id"])
    return Contents({"amount": money_text(refund.amount, email.order.currency)})


def _with_amount(email: OrderEmail) -> Contents:
    return Contents({"amount": _amount_of_change(email)})


def _not_completed(email: OrderEmail) -> Contents:
    """The amount refunded for an order that ended without tickets."""
    returned = Refund.objects.filter(payment__order=email.order, reason=RELEASED)
    amount = returned.aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
    return Contents({"amount": _amount_text(amount, email.order)})


def _show_moved(email: OrderEmail) -> Contents | None:
    """Facts: `old_starts_at` and `new_starts_at` (ISO 8601 with offset), `old_hall` and `new_hall`."""
    tickets = valid_tickets(email.order)
    if not tickets:
        return None
    facts, zone = email.event.facts, ZoneInfo(email.order.show.hall.venue.timezone)
    values: Values = {}
    for which in ("old", "new"):
        starts_at = datetime.fromisoformat(facts[f"{which}_starts_at"]).astimezone(zone)
        values |= {
            f"{which}_day": day_and_year(starts_at),
            f"{which}_time": clock_time(starts_at),
            f"{which}_hall": facts[f"{which}_hall"],
        }
    return Contents({"tickets": _ticket_rows(tickets), **values}, tickets, calendar=True)


CONTENTS: Mapping[EmailKind, Callable[[OrderEmail], Contents | None]] = {
    EmailKind.TICKETS: _tickets,
    EmailKind.LINK: _link,
    EmailKind.REFUND: _refund,
    EmailKind.REFUND_REFUSED: _one_refund,
    EmailKind.REFUND_SETTLED: _with_amount,
    EmailKind.SHOW_CANCELLED: _show_cancelled,
    EmailKind.SHOW_MOVED: _show_moved,
    EmailKind.CAPTURE_FAILED: _calendar_only,
    EmailKind.NOT_COMPLETED: _not_completed,
    EmailKind.PAYMENT_RETURNED: _one_refund,
    EmailKind.NEEDS_ATTENTION: _no_more_values,
    EmailKind.ADDRESS_CORRECTED: _address_corrected,
}


def _ticket_rows(tickets: Iterable[Ticket]) -> list[Values]:
    return [
        {
            "row": ticket.seat.row_letter,
            "number": ticket.seat.seat_number,
            "type": ticket.ticket_type_name,
            "code": format_short_code(ticket.short_code),
        }
        for ticket in tickets
    ]


def _amount_of_change(email: OrderEmail) -> str:
    """Return the amount in the facts of the change, or "" for 0, so that a free order mentions no money."""
    return _amount_text(Decimal(email.event.facts.get("amount", "0")), email.order)


def _amount_text(amount: Decimal, order: TicketOrder) -> str:
    return money_text(amount, order.currency) if amount else ""
