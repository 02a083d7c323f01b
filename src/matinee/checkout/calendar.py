"""The calendar entry of an order."""

from matinee.checkout.errors import OrderNotFound
from matinee.checkout.models import TicketOrder
from matinee.checkout.queries import page_url, tickets_of_order
from matinee.core.clock import database_now
from matinee.tickets.files import calendar_file
from matinee.tickets.models import TicketStatus
from matinee.tickets.sheet import sheet_of


def calendar_of(order: TicketOrder) -> bytes:
    """Give the `.ics` of an order as it is now, in the current language.

    The sequence number is the length of the order's history. Entries are never deleted, so the number never
    decreases. After all tickets are voided the file cancels the entry.

    Raises: OrderNotFound, for an order that never had tickets.
    """
    tickets = tickets_of_order(order)
    if not tickets:
        raise OrderNotFound
    valid = [ticket for ticket in tickets if ticket.status == TicketStatus.VALID]
    sheet = sheet_of(reference=order.reference, total=order.total, tickets=valid or tickets)
    return calendar_file(sheet, url=page_url(order), sequence=order.history.count(), now=database_now())
