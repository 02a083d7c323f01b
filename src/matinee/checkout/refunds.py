"""Giving back (B17): the seats are free at once, the money is queued, order and tickets keep the history."""

from collections.abc import Sequence
from decimal import Decimal

from matinee.booking.locking import locked_transaction
from matinee.booking.sale import free_seats
from matinee.checkout import audit, idempotency
from matinee.checkout.capturing import capture
from matinee.checkout.errors import NotRefundable
from matinee.checkout.locking import lock_order, lock_payment, payer_of, queue_refund
from matinee.checkout.models import (
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.queries import terms_of
from matinee.checkout.rules import may_give_back
from matinee.checkout.standing import change_status, status_by_facts
from matinee.core.clock import database_now
from matinee.payments.counting import counted
from matinee.payments.port import Answer, Declined, Settled, Unreachable
from matinee.payments.providers import provider_named
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.services import void_tickets


def give_back(
    *, order: TicketOrder, seat_ids: Sequence[int] | None = None, idempotency_key: str | None = None
) -> None:
    """A customer gives tickets back, if the venue's terms still let them. A repeated key does nothing (B15).

    Raises: NotRefundable, KeyMismatch, KeyInFlight, Busy.
    """
    seats = "all" if seat_ids is None else sorted(seat_ids)
    key = idempotency.Once.of(idempotency_key, f"refund {order.pk} {seats}") if idempotency_key else None
    if key and idempotency.first_answer(key):
        return
    terms = terms_of(order.show_id)
    until = terms.refundable_until_minutes if terms else None
    if not may_give_back(order.show.starts_at, database_now(), until):
        raise NotRefundable
    try:
        refund(order_id=order.pk, seat_ids=seat_ids, reason="given back", actor=audit.CUSTOMER, key=key)
    except idempotency.TwinWasFirst:
        give_back(order=order, seat_ids=seat_ids, idempotency_key=idempotency_key)


@locked_transaction
def refund(
    *,
    order_id: int,
    seat_ids: Sequence[int] | None,
    reason: str,
    actor: str,
    key: idempotency.Once | None = None,
) -> list[Refund]:
    """Void the order's valid tickets, or those of these seats, free the seats, and queue their money (B17).

    A customer gets nothing back if one of the tickets let somebody in; for every other actor it goes too.

    Raises: OrderNotFound, NotRefundable, TwinWasFirst, Busy.
    """
    if key:
        idempotency.claim(key)
    order = lock_order(order_id)
    valid = order.lines.filter(ticket__status=TicketStatus.VALID)
    lines = list(valid.filter(seat__in=seat_ids) if seat_ids is not None else valid)
    tickets = list(Ticket.objects.filter(order_line__in=lines))
    voided = void_tickets(tickets=tickets, even_used=actor != audit.CUSTOMER)
    # A door may have let somebody in a moment ago: only what the update voided is given back.
    if not lines or len(voided) < len(lines):
        raise NotRefundable
    seats = [line.seat_id for line in lines if line.seat_id]
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=seats)
    change_status(order, status_by_facts(order))
    if key:
        idempotency.belongs_to(key, order)
        idempotency.settle(order)
    queued = _queue_money(order, lines, reason)
    amount = sum((one.amount for one in queued), Decimal(0))
    audit.note(order, "refunded", actor=actor, seat_ids=seats, amount=str(amount))
    return queued


def _queue_money(order: TicketOrder, lines: Sequence[OrderLine], reason: str) -> list[Refund]:
    """Queue the price of the lines, from the payment that bought them; a second payment goes back in full."""
    payer = payer_of(order)
    owed = sum((line.gross for line in lines), Decimal(0))
    queued = queue_refund(payer, owed, reason) if payer else None
    return [queued] if queued else []


def execute_refund(refund_id: int) -> None:
    """Have the provider give queued money back; again and again until it says yes or no."""
    queued = Refund.objects.filter(pk=refund_id, status=RefundStatus.QUEUED).first()
    if queued is None:
        return  # Done, refused, or deleted since its capture failed.
    capture(queued.payment_id)
    payment = Payment.objects.select_related("order").get(pk=queued.payment_id)
    if payment.status != PaymentStatus.SETTLED:
        return
    provider = provider_named(payment.provider)
    try:
        answer = counted(
            provider,
            "refund",
            lambda: provider.refund(
                payment.reference,
                amount=queued.amount,
                currency=payment.order.currency,
                key=f"{payment.order.reference}-refund-{queued.pk}",
            ),
        )
    except Unreachable:
        return
    _write_down(queued, answer)


@locked_transaction
def _write_down(queued: Refund, answer: Answer) -> None:
    order = lock_payment(queued.payment_id).order
    if not Refund.objects.filter(pk=queued.pk, status=RefundStatus.QUEUED).exists():
        return
    match answer:
        case Settled():
            _done(order, queued)
        case Declined():
            _refused(order, queued, answer)


def _done(order: TicketOrder, queued: Refund) -> None:
    """The money is back with the customer."""
    queued.status, queued.done_at = RefundStatus.DONE, database_now()
    queued.save(update_fields=["status", "done_at"])
    audit.note(order, "refund done", actor=audit.PROVIDER, refund_id=queued.pk)


def _refused(order: TicketOrder, queued: Refund, answer: Declined) -> None:
    """The provider gives nothing back: the money stays owed until a person settles it."""
    queued.status, queued.message = RefundStatus.REFUSED, answer.message
    queued.save(update_fields=["status", "message"])
    change_status(order, OrderStatus.NEEDS_ATTENTION)
    audit.note(order, "refund refused", actor=audit.PROVIDER, refund_id=queued.pk)
