"""The calendar file of an order."""

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import TicketOrder
from matinee.checkout.queries import order_url, tickets_of_order
from matinee.core.clock import database_now
from matinee.tickets.files import calendar_file
from matinee.tickets.models import TicketStatus
from matinee.tickets.sheet import sheet_of


def order_calendar(order: TicketOrder) -> bytes:
    """Return the current `.ics` file of an order, in the active language.

    SEQUENCE is the length of the order's history. Entries are never deleted, so it never decreases. If no
    ticket is valid, the file cancels the calendar entry.

    Raises: OrderNotFound, for an order that never had tickets.
    """
    tickets = tickets_of_order(order)
    if not tickets:
        raise OrderNotFound
    valid = [ticket for ticket in tickets if ticket.status == TicketStatus.VALID]
    sheet = sheet_of(reference=order.reference, total=order.total, tickets=valid or tickets)
    return calendar_file(sheet, url=order_url(order), sequence=order.events.count(), now=database_now())
