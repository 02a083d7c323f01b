"""Refunds (B17): the seats are free at once, the money is queued, and order and tickets keep the history."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Q, Sum

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.booking.sale import free_seats
from matinee.checkout import idempotency, jobs, order_events
from matinee.checkout.capture import capture_payment
from matinee.checkout.errors import NotRefundable
from matinee.checkout.locking import lock_order, lock_payment
from matinee.checkout.models import (
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.checkout.order_status import (
    change_status,
    end_attention_for_refunds,
    status_from_facts,
)
from matinee.checkout.payment_state import paying_payment
from matinee.checkout.queries import venue_terms
from matinee.checkout.rules import is_refundable
from matinee.core.clock import database_now
from matinee.payments.port import Declined, PaymentResult, Settled, Unreachable
from matinee.payments.providers import provider_named
from matinee.payments.result_metrics import count_result
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.services import void_tickets


def refund_for_customer(
    *, order: TicketOrder, seat_ids: Sequence[int] | None = None, idempotency_key: str | None = None
) -> None:
    """Refund the tickets of these seats, or all, for the customer, if the venue's terms allow it.

    A repeated idempotency key changes nothing (B15).

    Raises: NotRefundable, KeyMismatch, KeyInFlight, Busy.
    """
    key = idempotent_request("refund", order, seat_ids, idempotency_key)
    if key and idempotency.stored_response(key):
        return
    terms = venue_terms(order.show_id)
    until = terms.refundable_until_minutes if terms else None
    if not is_refundable(order.show.starts_at, database_now(), until):
        raise NotRefundable
    try:
        refund_order(
            order_id=order.pk, seat_ids=seat_ids, reason="given back", actor=order_events.CUSTOMER, key=key
        )
    except idempotency.KeyTaken:
        refund_for_customer(order=order, seat_ids=seat_ids, idempotency_key=idempotency_key)


def idempotent_request(
    action: str, order: TicketOrder, seat_ids: Sequence[int] | None, idempotency_key: str | None
) -> idempotency.IdempotentRequest | None:
    """The request to refund these seats, or all, under a key; None without one. `action` names the kind."""
    if not idempotency_key:
        return None
    seats = "all" if seat_ids is None else sorted(seat_ids)
    return idempotency.IdempotentRequest.of(idempotency_key, f"{action} {order.pk} {seats}")


@locked_transaction
def refund_order(
    *,
    order_id: int,
    seat_ids: Sequence[int] | None,
    reason: str,
    actor: str | Actor,
    key: idempotency.IdempotentRequest | None = None,
) -> list[Refund]:
    """Void the valid tickets of these seats, or all, free the seats, and queue the refund (B17).

    A customer cannot refund admitted tickets. Every other actor can.

    Raises: OrderNotFound, NotRefundable, KeyTaken, Busy.
    """
    if key:
        idempotency.claim(key)
    order = lock_order(order_id)
    return refund_lines(
        order,
        valid_lines(order, seat_ids),
        reason=reason,
        actor=actor,
        include_admitted=actor != order_events.CUSTOMER,
        key=key,
    )


def valid_lines(order: TicketOrder, seat_ids: Sequence[int] | None) -> list[OrderLine]:
    """Return the lines of these seats, or of all, whose tickets are valid."""
    valid = order.lines.filter(ticket__status=TicketStatus.VALID).select_related("ticket")
    return list(valid.filter(seat__in=seat_ids) if seat_ids is not None else valid)


def refund_lines(
    order: TicketOrder,
    lines: Sequence[OrderLine],
    *,
    reason: str,
    actor: str | Actor,
    include_admitted: bool,
    key: idempotency.IdempotentRequest | None = None,
    facts: Mapping[str, str] | None = None,
) -> list[Refund]:
    """Void the tickets of these lines, free the seats, and queue the refund. Return the queued refund.

    `facts` are further facts of the event. Call it with the order locked and `key` claimed.

    Raises: NotRefundable, if there is no line, or if a ticket was admitted and admitted tickets are excluded.
    """
    _void_tickets_of(lines, include_admitted)
    seats = [line.seat_id for line in lines if line.seat_id]
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=seats)
    change_status(order, status_from_facts(order))
    if key:
        idempotency.attach_order(key, order)
        idempotency.store_response(order)
    queued = _queue_refund_of_lines(order, lines, reason)
    amount = sum((refund.amount for refund in queued), Decimal(0))
    order_events.record(order, "refunded", actor=actor, seat_ids=seats, amount=str(amount), **(facts or {}))
    return queued


def _void_tickets_of(lines: Sequence[OrderLine], include_admitted: bool) -> None:
    """Void the tickets of these lines. Raises: NotRefundable."""
    tickets = list(Ticket.objects.filter(order_line__in=lines))
    voided = void_tickets(tickets=tickets, include_admitted=include_admitted)
    # A door may have admitted a ticket since the query: only the tickets that the update voided count.
    if not lines or len(voided) < len(lines):
        raise NotRefundable


def _queue_refund_of_lines(order: TicketOrder, lines: Sequence[OrderLine], reason: str) -> list[Refund]:
    """Queue the price of the lines from the paying payment. `release` refunds all other payments in full."""
    paying = paying_payment(order)
    price = sum((line.gross for line in lines), Decimal(0))
    queued = queue_refund(paying, price, reason) if paying else None
    return [queued] if queued else []


def queue_refund(payment: Payment, at_most: Decimal, reason: str) -> Refund | None:
    """Queue a refund of at most what is left of the payment. Return None if nothing is left.

    Call it with the payment's order locked.
    """
    amount = refundable_amount(payment, at_most)
    if amount <= 0:
        return None
    refund = Refund.objects.create(payment=payment, amount=amount, reason=reason)
    jobs.enqueue_after_commit(jobs.REFUND, refund_id=refund.pk)
    return refund


def refundable_amount(payment: Payment, at_most: Decimal) -> Decimal:
    """Return at most what is left of the payment, in the main unit of its currency."""
    not_paid_back = Q(status=RefundStatus.REFUSED, settled_at__isnull=True)
    refunded = payment.refunds.exclude(not_paid_back).aggregate(sum=Sum("amount", default=0))
    left: Decimal = payment.amount - refunded["sum"]
    return min(at_most, left)


def execute_refund(refund_id: int) -> None:
    """Have the provider pay a queued refund. Without a final result, the reconciler tries again.

    Raises: Busy.
    """
    refund = Refund.objects.filter(pk=refund_id, status=RefundStatus.QUEUED).first()
    if refund is None:
        return  # It is done or refused, or was deleted when the capture failed.
    capture_payment(refund.payment_id)
    payment = Payment.objects.select_related("order").get(pk=refund.payment_id)
    if payment.status != PaymentStatus.SETTLED:
        return
    provider = provider_named(payment.provider)
    try:
        result = count_result(
            provider,
            "refund",
            lambda: provider.refund(
                payment.reference,
                amount=refund.amount,
                currency=payment.order.currency,
                key=_key_of_attempt(payment.order, refund),
            ),
        )
    except Unreachable:
        return
    _record_result(refund, result)


def _key_of_attempt(order: TicketOrder, refund: Refund) -> str:
    first = f"{order.reference}-refund-{refund.pk}"
    return first if refund.attempt == 1 else f"{first}-{refund.attempt}"


@locked_transaction
def _record_result(refund: Refund, result: PaymentResult) -> None:
    """Record the result of an attempt, unless it is recorded already or a later attempt has begun."""
    order = lock_payment(refund.payment_id).order
    same_attempt = Refund.objects.filter(pk=refund.pk, status=RefundStatus.QUEUED, attempt=refund.attempt)
    if not same_attempt.exists():
        return
    match result:
        case Settled():
            _record_success(order, refund)
        case Declined():
            _record_refusal(order, refund, result)


def _record_success(order: TicketOrder, refund: Refund) -> None:
    refund.status, refund.done_at = RefundStatus.DONE, database_now()
    refund.save(update_fields=["status", "done_at"])
    amount = {}
    if refund.attempt > 1:
        amount = {"amount": str(refund.amount)}
        end_attention_for_refunds(order)
    order_events.record(order, "refund done", actor=order_events.PROVIDER, refund_id=refund.pk, **amount)


def _record_refusal(order: TicketOrder, refund: Refund, result: Declined) -> None:
    """Mark the order for attention: the money is owed until staff settle the order."""
    refund.status, refund.message = RefundStatus.REFUSED, result.message
    refund.save(update_fields=["status", "message"])
    change_status(order, OrderStatus.NEEDS_ATTENTION)
    order_events.record(order, "refund refused", actor=order_events.PROVIDER, refund_id=refund.pk)
