"""The durable moment: seats BOOKED, order paid, tickets made, in one transaction (B14, B16)."""

from django.db import transaction
from django.db.models import F

from matinee.booking.locking import locked_transaction
from matinee.booking.sale import sell_seats
from matinee.checkout import audit, idempotency, queue
from matinee.checkout.locking import SECURED, lock_order, payer_of
from matinee.checkout.models import (
    LineKind,
    OrderLine,
    OrderStatus,
    Seller,
    TicketOrder,
)
from matinee.checkout.queries import terms_of
from matinee.checkout.standing import change_status
from matinee.core.clock import database_now
from matinee.core.metrics import BOOKINGS
from matinee.tickets.models import Ticket
from matinee.tickets.services import Admits, issue_tickets
from matinee.venues.models import Seat


@locked_transaction
def sell(order_id: int) -> TicketOrder:
    """Turn an order whose payment is secured into tickets. Doing it again changes nothing.

    A payment that comes late still takes the seats, if they are free (B14).

    Raises: SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed, Busy.
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
    tickets = _make_tickets(order, lines, seats)
    order.paid_at = database_now()
    _number_receipt(order)
    order.save()
    change_status(order, OrderStatus.PAID)
    idempotency.settle(order)
    audit.note(order, "paid", ticket_ids=[ticket.pk for ticket in tickets])
    if payer := payer_of(order):
        queue.after_commit(queue.CAPTURE, payment_id=payer.pk)
    transaction.on_commit(BOOKINGS.inc)
    return order


def _is_secured(order: TicketOrder) -> bool:
    """Somebody may have begun to let the money go since it was reserved, or to give it back since it came."""
    kept = order.payments.filter(status__in=SECURED, amount=order.total, refunds=None)
    return not order.total or kept.exists()


def _make_tickets(order: TicketOrder, lines: list[OrderLine], seats: list[Seat]) -> list[Ticket]:
    admits = [
        Admits(seat, line.ticket_type, line.gross, line.name) for seat, line in zip(seats, lines, strict=True)
    ]
    tickets = issue_tickets(show=order.show, currency=order.currency, admits=admits)
    for line, ticket in zip(lines, tickets, strict=True):
        line.ticket = ticket
    OrderLine.objects.bulk_update(lines, ["ticket"])
    return tickets


def _number_receipt(order: TicketOrder) -> None:
    """The seller's next number. Last in the transaction, since it makes the seller's sales wait in line."""
    terms = terms_of(order.show_id)
    if terms is None:
        return
    Seller.objects.filter(pk=terms.seller_id).update(next_receipt_number=F("next_receipt_number") + 1)
    seller = Seller.objects.get(pk=terms.seller_id)
    order.seller = seller
    order.seller_name, order.seller_tax_number = seller.legal_name, seller.tax_number
    order.receipt_number = seller.next_receipt_number - 1
