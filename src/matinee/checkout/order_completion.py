"""Complete an order (B14, B16): seats BOOKED, order paid, tickets issued in one durable transaction."""

from django.db import transaction
from django.db.models import F

from matinee.booking.errors import SeatOutOfService, SeatsTaken
from matinee.booking.locking import locked_transaction
from matinee.booking.sale import sell_seats
from matinee.checkout import idempotency, jobs, order_events
from matinee.checkout.locking import lock_order
from matinee.checkout.models import LineKind, OrderLine, OrderStatus, Seller, TicketOrder
from matinee.checkout.order_status import change_status
from matinee.checkout.payment_state import SECURED, paying_payment
from matinee.checkout.queries import venue_terms
from matinee.core.clock import database_now
from matinee.core.metrics import BOOKINGS
from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled
from matinee.tickets.models import Ticket
from matinee.tickets.services import NewTicket, issue_tickets
from matinee.venues.models import Seat

SALE_ERRORS = (SeatsTaken, SeatOutOfService, ShowCancelled, SalesClosed, SalesNotOpen)
"""The permanent errors of `complete_order`: the order gets no tickets."""


@locked_transaction
def complete_order(order_id: int) -> TicketOrder:
    """Issue the tickets of an order whose payment is secured. A second call changes nothing.

    A late payment still takes the seats if they are available (B14).

    Raises: SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed, OrderNotFound, Busy.
    """
    order = lock_order(order_id)
    if order.paid_at is not None or not _is_secured(order):
        return order
    lines = list(order.lines.select_related("ticket_type").filter(kind=LineKind.TICKET).order_by("seat_id"))
    seats = sell_seats(
        show_id=order.show_id,
        hold_bits=order.hold_bits,
        seat_ids=[line.seat_id for line in lines if line.seat_id],
        agreed_at=order.agreed_at,
    )
    tickets = _issue_tickets(order, lines, seats)
    order.paid_at = database_now()
    _assign_receipt_number(order)
    order.save()
    change_status(order, OrderStatus.PAID)
    idempotency.store_response(order)
    order_events.record(order, "paid", ticket_ids=[ticket.pk for ticket in tickets])
    if paying := paying_payment(order):
        jobs.enqueue_after_commit(jobs.CAPTURE, payment_id=paying.pk)
    transaction.on_commit(BOOKINGS.inc)
    return order


def _is_secured(order: TicketOrder) -> bool:
    """Read again under the lock: another process may have released or refunded the payment."""
    secured = order.payments.filter(status__in=SECURED, amount=order.total, refunds=None)
    return not order.total or secured.exists()


def _issue_tickets(order: TicketOrder, lines: list[OrderLine], seats: list[Seat]) -> list[Ticket]:
    new_tickets = [
        NewTicket(seat, line.ticket_type, line.gross, line.name)
        for seat, line in zip(seats, lines, strict=True)
    ]
    tickets = issue_tickets(show=order.show, currency=order.currency, new_tickets=new_tickets)
    for line, ticket in zip(lines, tickets, strict=True):
        line.ticket = ticket
    OrderLine.objects.bulk_update(lines, ["ticket"])
    return tickets


def _assign_receipt_number(order: TicketOrder) -> None:
    """Assign the seller's next number, without gaps.

    It is the last step of the transaction, because it locks the seller's row for all other sales.
    """
    terms = venue_terms(order.show_id)
    if terms is None:
        return
    Seller.objects.filter(pk=terms.seller_id).update(next_receipt_number=F("next_receipt_number") + 1)
    seller = Seller.objects.get(pk=terms.seller_id)
    order.seller = seller
    order.seller_name, order.seller_tax_number = seller.legal_name, seller.tax_number
    order.receipt_number = seller.next_receipt_number - 1
