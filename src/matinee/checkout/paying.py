"""Asking the payment provider, and what follows from its answer (B14). Never inside a transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError

from matinee.booking.errors import SeatOutOfService, SeatsTaken
from matinee.booking.locking import locked_transaction
from matinee.booking.queries import nearest_free
from matinee.booking.sale import free_seats, thaw_hold
from matinee.checkout import audit, idempotency
from matinee.checkout.attention import put_aside
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.locking import (
    LET_GO,
    is_superseded,
    lock_order,
    lock_payment,
    queue_refund,
    save_payment,
    seat_ids_of,
)
from matinee.checkout.models import (
    IdempotencyKey,
    OrderStatus,
    Payment,
    PaymentStatus,
    TicketOrder,
)
from matinee.checkout.queries import page_url
from matinee.checkout.selling import sell
from matinee.checkout.standing import change_status
from matinee.core.problems import Busy
from matinee.core.row_failures import report_row_failure
from matinee.payments.counting import counted
from matinee.payments.port import (
    Answer,
    Authorised,
    Charge,
    Declined,
    NeedsAction,
    Pending,
    Provider,
    Settled,
    Unreachable,
)
from matinee.payments.providers import may_sell, provider_named
from matinee.shows.errors import SalesClosed, SalesNotOpen, ShowCancelled

LOST = (SeatsTaken, SeatOutOfService, ShowCancelled, SalesClosed, SalesNotOpen)
"""Why an order whose payment is secured gets no tickets after all."""

SILENT = Declined("", "provider_unreachable", "The payment provider does not answer. Try again in a moment.")


def ask_provider(payment: Payment, provider: Provider, method: Mapping[str, Any]) -> Answer:
    """Have the provider reserve the money. Its reference is in the books before anything is reserved."""
    order = payment.order
    charge = Charge(
        order=order.reference,
        amount=payment.amount,
        currency=order.currency,
        method=method,
        return_url=page_url(order),
    )
    if not payment.reference:
        try:
            payment.reference = provider.begin(charge, key=f"{order.reference}-{payment.pk}-begin")
        except Unreachable:
            return SILENT
        Payment.objects.filter(pk=payment.pk).update(reference=payment.reference)
    try:
        key = f"{order.reference}-{payment.pk}-{payment.attempt}"
        return counted(provider, "authorise", lambda: provider.authorise(payment.reference, charge, key=key))
    except Unreachable:
        return Pending(payment.reference)


def hear(asked: Payment, answer: Answer, *, actor: str = audit.PROVIDER) -> TicketOrder:
    """Do what follows from an answer. Hearing it twice, late or out of order changes nothing more.

    `asked` is the payment as it was before the provider was asked.

    Raises: PaymentDeclined; and when the seats are lost, after letting the money go, why they are.
    """
    match answer:
        case Authorised() | Settled():
            return _secured(_write_down(asked.pk, answer, actor))
        case Declined():
            return _declined(asked, answer, actor)
        case NeedsAction() | Pending():
            return _write_down(asked.pk, answer, actor).order


STATUS: dict[type, PaymentStatus] = {
    Authorised: PaymentStatus.AUTHORISED,
    Settled: PaymentStatus.SETTLED,
    NeedsAction: PaymentStatus.NEEDS_ACTION,
    Pending: PaymentStatus.PENDING,
}
OVER = {PaymentStatus.SETTLED, PaymentStatus.CANCELLED}
UNSELLABLE = {PaymentStatus.CANCELLING, PaymentStatus.CANCELLED}


@locked_transaction
def _write_down(payment_id: int, answer: Authorised | Settled | NeedsAction | Pending, actor: str) -> Payment:
    payment = lock_payment(payment_id)
    if payment.status in UNSELLABLE | OVER or payment.status == STATUS[type(answer)]:
        return payment
    payment.status = STATUS[type(answer)]
    payment.next_action = dict(answer.action) if isinstance(answer, NeedsAction) else None
    if isinstance(answer, Settled):
        payment.captured = answer.amount
    save_payment(payment)
    if isinstance(answer, (NeedsAction, Pending)):
        idempotency.settle(payment.order)
    audit.note(payment.order, payment.status.lower(), actor=actor, payment_id=payment.pk)
    return payment


def _secured(payment: Payment) -> TicketOrder:
    """The money is reserved or taken: make the tickets, or let the money go."""
    if payment.status in UNSELLABLE or is_superseded(payment) or not may_sell(payment.provider):
        let_go(payment)
        return payment.order
    try:
        return sell(payment.order_id)
    except SeatsTaken as lost:
        let_go(payment)
        nearest = nearest_free(
            show_id=payment.order.show_id, lost=lost.data["seat_ids"], wanted=seat_ids_of(payment.order)
        )
        raise lost.suggesting(nearest) from None
    except LOST:
        let_go(payment)
        raise
    except (Busy, OperationalError, InterfaceError):
        raise  # The database is away or in use: the reconciler tries again.
    except Exception as error:
        report_row_failure("sell", payment.order_id, error)
        put_aside(payment.order_id, error)
        let_go(payment)
        raise


def let_go(payment: Payment) -> None:
    """B14: first the money, then the seats. What is reserved is cancelled, what was taken is refunded.

    Where the provider cannot do it yet, the intention stands, and the reconciler tries again.
    """
    if not _intend_to_let_go(payment.pk):
        return
    provider = provider_named(payment.provider)
    answer: Answer = Settled(payment.reference, payment.captured)
    if payment.status != PaymentStatus.SETTLED and payment.reference:
        try:
            answer = provider.cancel(payment.reference, key=f"{payment.order.reference}-{payment.pk}-cancel")
        except Unreachable:
            return
    if isinstance(answer, (Declined, Settled)):
        _gone(payment.pk, answer)


@locked_transaction
def _intend_to_let_go(payment_id: int) -> bool:
    """From here on nothing is sold for this payment. False when it has paid for tickets already."""
    payment = lock_payment(payment_id)
    if payment.order.paid_at and not is_superseded(payment):
        return False
    if payment.status not in OVER:
        payment.status = PaymentStatus.CANCELLING
        save_payment(payment)
    return True


@locked_transaction
def _gone(payment_id: int, answer: Answer) -> None:
    """What was taken is queued to be given back. An order that nothing else pays for ends.

    Two may let a payment go at the same time: the second one changes nothing.
    """
    payment = lock_payment(payment_id)
    order = payment.order
    if payment.status == PaymentStatus.CANCELLED or payment.refunds.filter(reason=LET_GO).exists():
        return
    superseded = is_superseded(payment)
    if order.paid_at and not superseded:
        return  # Taken money cannot be marked as going: its seats came free, and it paid for them.
    ends = order.paid_at is None and not superseded
    returned = None
    if isinstance(answer, Settled) and answer.amount:
        payment.status, payment.captured = PaymentStatus.SETTLED, answer.amount
        returned = queue_refund(payment, answer.amount, LET_GO)
    else:
        payment.status = PaymentStatus.CANCELLED
    save_payment(payment)
    money: dict[str, Any] = {"refund_id": returned.pk} if returned else {}
    audit.note(order, "let go", payment_id=payment.pk, ends=ends, **money)
    if ends:
        _end(order)


def _end(order: TicketOrder) -> None:
    """The order gets no tickets: its seats are free, and its keys may be used again."""
    change_status(order, OrderStatus.EXPIRED)
    IdempotencyKey.objects.filter(order=order, answered=False).delete()
    free_seats(show_id=order.show_id, hold_id=order.hold_id, seat_ids=seat_ids_of(order))
    audit.note(order, "expired")


def sell_free(order_id: int) -> TicketOrder:
    """Make the tickets of an order that costs nothing. Where its seats are lost, it ends.

    Raises: SeatsTaken, SeatOutOfService, ShowCancelled, SalesNotOpen, SalesClosed, Busy.
    """
    try:
        return sell(order_id)
    except LOST:
        _end_free(order_id)
        raise


@locked_transaction
def _end_free(order_id: int) -> None:
    order = lock_order(order_id)
    if order.status == OrderStatus.PENDING and not order.total:
        _end(order)


def _declined(asked: Payment, answer: Declined, actor: str) -> TicketOrder:
    locked_until = _write_decline(asked, answer, actor)
    if locked_until is None:
        return Payment.objects.select_related("order").get(pk=asked.pk).order
    time_left = {"locked_until": locked_until} if locked_until else {}
    raise PaymentDeclined(decline_code=answer.code, message=answer.message, **time_left)


@locked_transaction
def _write_decline(asked: Payment, answer: Declined, actor: str) -> str | None:
    """B13: until when the bearer may try again; empty if the hold is gone, None if it changes nothing.

    It doesn't when the order is over, when this decline is known, or when the payment is being tried again
    since the provider was asked.
    """
    payment = lock_payment(asked.pk)
    order = payment.order
    is_open = order.paid_at is None and order.status != OrderStatus.EXPIRED
    if payment.status in UNSELLABLE | OVER or not is_open:
        return None
    if payment.attempt != asked.attempt or payment.status == PaymentStatus.DECLINED:
        # Another attempt may be under way, for which the hold is frozen.
        return None
    payment.status, payment.next_action = PaymentStatus.DECLINED, None
    save_payment(payment)
    until = thaw_hold(hold_id=order.hold_id, show_id=order.show_id)
    idempotency.settle(order, decline_code=answer.code)
    audit.note(order, "declined", actor=actor, payment_id=payment.pk, code=answer.code)
    return until.isoformat() if until else ""
