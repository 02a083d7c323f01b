"""The checkout: from a hold to paid tickets, in four steps (B13, B14).

    freeze      check every seat and write the order, durably
    authorise   the provider reserves the money; no row is locked and no transaction is open
    complete    seats BOOKED, order paid and tickets issued in one durable transaction
    capture     the provider takes the money, after the commit

Each step is recorded before it starts. After an interruption, `reconcile` finishes or undoes the order.
"""

from matinee.audit.services import Actor
from matinee.booking.locking import locked_transaction
from matinee.checkout import idempotency, order_events
from matinee.checkout.authorisation import authorise_payment
from matinee.checkout.errors import NothingToSend, PaymentDeclined
from matinee.checkout.free_orders import complete_free_order
from matinee.checkout.freeze import freeze
from matinee.checkout.locking import lock_order, lock_order_for
from matinee.checkout.models import Customer, IdempotencyKey, TicketOrder
from matinee.checkout.order_page import valid_tickets
from matinee.checkout.provider_results import handle_result
from matinee.checkout.purchase import Purchase
from matinee.checkout.ticket_resend import SENT_AGAIN
from matinee.payments.port import Provider
from matinee.payments.providers import online_provider
from matinee.runtime.bulkhead import payment_permit
from matinee.staff.permissions import Permission


def book(
    *,
    purchase: Purchase,
    idempotency_key: str | None = None,
    provider: Provider | None = None,
    client: int | None = None,
) -> TicketOrder:
    """Pay for a hold. The order is PAID, or PENDING while the customer or the provider has to act.

    `client` is a digest of the client's address. Declined payments count towards its limit. The response to
    an idempotency key is stored, and returned or raised again for a repeated key (B15).

    Raises: HoldExpired, HoldChanged, HoldFrozen, AlreadyBooked, SeatOutOfService, SeatsTaken, ShowCancelled,
    SalesNotOpen, SalesClosed, NotSoldOnline, UnknownTicketType, TooManyOfTicketType, PaymentDeclined,
    TooManyAttempts, TooManyDeclines, KeyMismatch, KeyInFlight, Busy.
    """
    with payment_permit():
        return _book_idempotently(purchase, provider or online_provider(), idempotency_key, client)


def _book_idempotently(
    purchase: Purchase, provider: Provider, idempotency_key: str | None, client: int | None
) -> TicketOrder:
    if idempotency_key is None:
        return _book(purchase, provider, None, client)
    key = idempotency.IdempotentRequest.of(idempotency_key, purchase.canonical())
    while True:
        stored = idempotency.stored_response(key)
        if stored:
            return _repeat(stored)
        try:
            return _book(purchase, provider, key, client)
        except idempotency.KeyTaken:
            continue


def _book(
    purchase: Purchase,
    provider: Provider,
    key: idempotency.IdempotentRequest | None,
    client: int | None,
) -> TicketOrder:
    order, payment = freeze(purchase, provider.name, key, client)
    if payment is None:
        return complete_free_order(order.pk)
    return handle_result(payment, authorise_payment(payment, provider, purchase.method))


def _repeat(stored: IdempotencyKey) -> TicketOrder:
    """Return or raise the stored response again. Raises: PaymentDeclined."""
    if stored.decline_code:
        raise PaymentDeclined(decline_code=stored.decline_code)
    assert stored.order is not None, "a completed key has its order"  # noqa: S101
    return stored.order


@locked_transaction
def resend_tickets(*, order_id: int, actor: str | Actor, permission: Permission | None = None) -> None:
    """Send the email with the order's valid tickets again.

    The actor must still have the `permission`, if one is given; Django's admin has permissions of its own.

    Raises: OrderNotFound, NotPermitted, NothingToSend, Busy.
    """
    order = lock_order_for(order_id, actor, permission) if permission else lock_order(order_id)
    has_address = Customer.objects.filter(order=order).exclude(email="").exists()
    if not has_address or not valid_tickets(order):
        raise NothingToSend
    order_events.record(order, SENT_AGAIN, actor=actor)
