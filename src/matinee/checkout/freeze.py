"""Freezing a hold (B13): check every seat, write the order, and keep the seats during the payment."""

import secrets
from collections import Counter
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from matinee.booking.errors import AlreadyBooked, HoldChanged
from matinee.booking.locking import lock_row, locked_transaction
from matinee.booking.sale import FrozenHold, freeze_hold
from matinee.checkout import idempotency, order_events
from matinee.checkout.errors import TooManyOfTicketType, UnknownTicketType
from matinee.checkout.models import Customer, OrderLine, Payment, PaymentStatus, TicketOrder
from matinee.checkout.payment_limits import enforce_payment_limits
from matinee.checkout.payment_state import save_payment
from matinee.checkout.purchase import Purchase
from matinee.checkout.queries import order_of_hold, venue_terms
from matinee.checkout.rules import included_tax
from matinee.core.codes import random_code
from matinee.core.money import smallest_unit
from matinee.pricing.models import TicketType
from matinee.pricing.queries import PriceList, price_list
from matinee.venues.models import Seat

REFERENCE_LENGTH = 8
SECRET_BYTES = 32


@locked_transaction
def freeze(
    purchase: Purchase, provider: str, key: idempotency.IdempotentRequest | None, client: int | None = None
) -> tuple[TicketOrder, Payment | None]:
    """Write the order, its lines and its payment durably. A free order has no payment.

    Raises: HoldExpired, HoldChanged, HoldFrozen, AlreadyBooked, SeatOutOfService, ShowCancelled,
    SalesNotOpen, SalesClosed, UnknownTicketType, TooManyOfTicketType, TooManyAttempts, TooManyDeclines,
    KeyTaken, Busy.
    """
    if key:
        idempotency.claim(key)
    lock_row(_open_orders(purchase))
    frozen = freeze_hold(token=purchase.token, seat_ids=purchase.seat_ids)
    show = frozen.show
    prices = price_list(show.hall.venue, show.price, show.price_card_version_id)
    lines = _lines(frozen, purchase, prices)
    total = sum((line.gross for line in lines), Decimal(0))
    if purchase.total is not None and purchase.total != total:
        seat_ids = [seat.pk for seat in frozen.seats]
        raise HoldChanged(seat_ids=seat_ids, total=prices.string(total), currency=prices.currency)
    order = _write_order(purchase, frozen, total, prices.currency)
    _write_details(order, lines, purchase)
    if key:
        idempotency.attach_order(key, order)
    order_events.record(
        order, "frozen", actor=order_events.CUSTOMER, seat_ids=[seat.pk for seat in frozen.seats]
    )
    return order, _write_payment(order, provider, client, frozen.held_until) if total else None


def _write_order(purchase: Purchase, frozen: FrozenHold, total: Decimal, currency: str) -> TicketOrder:
    """Return the hold's open order, which exists after a declined payment, or a new one.

    Raises: AlreadyBooked, for a hold that was sold and refunded. The hold's idempotency key, used again, has
    held seats for it again.
    """
    open_orders = _open_orders(purchase)
    open_orders.update(total=total, language=purchase.language)
    if order := open_orders.first():
        return order
    if order_of_hold(hold_id=purchase.token.hold_id, show_id=frozen.show.pk):
        raise AlreadyBooked(
            hold_id=purchase.token.hold_id,
            show_id=frozen.show.pk,
            seat_ids=[seat.pk for seat in frozen.seats],
            reference=None,
        )
    return TicketOrder.objects.create(
        reference=_new_reference(),
        secret=secrets.token_urlsafe(SECRET_BYTES),
        show=frozen.show,
        hold_id=purchase.token.hold_id,
        hold_bits=purchase.token.bits,
        total=total,
        currency=currency,
        language=purchase.language,
    )


def _open_orders(purchase: Purchase) -> QuerySet[TicketOrder]:
    token = purchase.token
    return TicketOrder.objects.payable().filter(hold_id=token.hold_id, show=token.show_id)


def _write_details(order: TicketOrder, lines: list[OrderLine], purchase: Purchase) -> None:
    """Replace the lines and the customer of an earlier attempt to pay."""
    OrderLine.objects.filter(order=order).delete()
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
    Customer.objects.update_or_create(
        order=order, defaults={"name": purchase.customer_name, "email": purchase.customer_email}
    )


def _write_payment(order: TicketOrder, provider: str, client: int | None, held_until: datetime) -> Payment:
    """Return a payment to authorise: a declined one of this provider and amount, or a new one.

    Raises: TooManyAttempts, TooManyDeclines.
    """
    payments = list(order.payments.order_by("pk"))
    enforce_payment_limits(payments, client=client, held_until=held_until)
    declined = [
        payment
        for payment in payments
        if (payment.provider, payment.amount, payment.status)
        == (provider, order.total, PaymentStatus.DECLINED)
    ]
    if not declined:
        return Payment.objects.create(order=order, provider=provider, amount=order.total, client=client)
    payment = declined[-1]
    payment.status, payment.attempt, payment.client = PaymentStatus.BEGUN, payment.attempt + 1, client
    save_payment(payment)
    return payment


def _lines(frozen: FrozenHold, purchase: Purchase, prices: PriceList) -> list[OrderLine]:
    """Return one line per seat, not saved. Raises: HoldChanged, UnknownTicketType, TooManyOfTicketType."""
    chosen = purchase.ticket_types
    seat_ids = [seat.pk for seat in frozen.seats]
    if not set(chosen) <= set(seat_ids):
        raise HoldChanged(seat_ids=seat_ids)
    known = {ticket_type.pk: ticket_type for ticket_type in prices.ticket_types}
    unknown = sorted(set(chosen.values()) - set(known))
    if unknown:
        raise UnknownTicketType(errors={"tickets": [f"Ticket type {pk} is not sold here." for pk in unknown]})
    rate = _tax_rate(frozen)
    sold = [
        (seat, known[chosen[seat.pk]] if seat.pk in chosen else prices.default_ticket_type)
        for seat in frozen.seats
    ]
    _check_numbers([ticket_type for _, ticket_type in sold if ticket_type], purchase.language)
    return [_line(seat, ticket_type, prices, rate, purchase.language) for seat, ticket_type in sold]


def _check_numbers(ticket_types: list[TicketType], language: str) -> None:
    """Raises: TooManyOfTicketType."""
    for ticket_type, number in Counter(ticket_types).items():
        most = ticket_type.most_per_order
        if most is not None and number > most:
            name = ticket_type.name_in(language)
            raise TooManyOfTicketType(ticket_type=ticket_type.pk, name=name, most_per_order=most)


def _line(
    seat: Seat, ticket_type: TicketType | None, prices: PriceList, rate: Decimal, language: str
) -> OrderLine:
    gross = prices.price(seat.type, ticket_type)
    tax = included_tax(gross, rate, smallest_unit(prices.currency))
    return OrderLine(
        seat=seat,
        ticket_type=ticket_type,
        name=ticket_type.name_in(language) if ticket_type else "",
        net=gross - tax,
        tax_rate=rate,
        tax=tax,
        gross=gross,
    )


def _tax_rate(frozen: FrozenHold) -> Decimal:
    terms = venue_terms(frozen.show.pk)
    return terms.ticket_tax_rate if terms else Decimal(0)


def _new_reference() -> str:
    """Return a reference that no order has. It is short enough to read aloud, so collisions happen."""
    while TicketOrder.objects.filter(reference=(reference := random_code(REFERENCE_LENGTH))).exists():
        continue
    return reference
