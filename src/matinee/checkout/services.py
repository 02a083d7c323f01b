"""From a hold to paid tickets, step by step (B13, B14).

    freeze      every seat verified, the order written, durable
    authorise   the provider reserves the money; nothing is locked, no transaction is open
    sell        seats BOOKED, order paid, tickets made: one durable transaction
    capture     the provider takes the money, after the commit

Each step is recorded before it is tried. Whatever is cut off in between, `reconciling` finds and finishes.
"""

from matinee.booking.locking import locked_transaction
from matinee.checkout import audit, idempotency
from matinee.checkout.errors import PaymentDeclined
from matinee.checkout.freezing import Purchase, freeze
from matinee.checkout.locking import lock_order
from matinee.checkout.models import IdempotencyKey, TicketOrder
from matinee.checkout.paying import ask_provider, hear, sell_free
from matinee.payments.port import Provider
from matinee.payments.providers import default_provider
from matinee.runtime.bulkhead import payment_permit


def book(
    *,
    purchase: Purchase,
    idempotency_key: str | None = None,
    provider: Provider | None = None,
    client: int | None = None,
) -> TicketOrder:
    """Pay for a hold. The order comes back PAID, or PENDING while customer or provider have to act.

    Declined payments count towards the limit of `client`, a digest of its address.

    Raises: HoldExpired, HoldChanged, HoldFrozen, AlreadyBooked, SeatOutOfService, SeatsTaken, ShowCancelled,
    SalesNotOpen, SalesClosed, NotSoldOnline, UnknownTicketType, PaymentDeclined, TooManyAttempts,
    TooManyDeclines, KeyMismatch, KeyInFlight, Busy.
    """
    with payment_permit():
        return _book_once(purchase, provider or default_provider(), idempotency_key, client)


def _book_once(
    purchase: Purchase, provider: Provider, idempotency_key: str | None, client: int | None
) -> TicketOrder:
    if idempotency_key is None:
        return _book(purchase, provider, None, client)
    key = idempotency.Once.of(idempotency_key, purchase.canonical())
    while True:
        answered = idempotency.first_answer(key)
        if answered:
            return _again(answered)
        try:
            return _book(purchase, provider, key, client)
        except idempotency.TwinWasFirst:
            continue


def _book(
    purchase: Purchase, provider: Provider, key: idempotency.Once | None, client: int | None
) -> TicketOrder:
    order, payment = freeze(purchase, provider.name, key, client)
    if payment is None:
        return sell_free(order.pk)
    return hear(payment, ask_provider(payment, provider, purchase.method))


def _again(answered: IdempotencyKey) -> TicketOrder:
    """What the first request was answered."""
    if answered.decline_code:
        raise PaymentDeclined(decline_code=answered.decline_code)
    assert answered.order is not None, "an answered key has its order"  # noqa: S101
    return answered.order


@locked_transaction
def send_tickets_again(*, order_id: int, actor: str) -> None:
    """Send the email with an order's valid tickets once more.

    Raises: OrderNotFound, Busy.
    """
    audit.note(lock_order(order_id), "tickets sent again", actor=actor)
