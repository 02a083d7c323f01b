"""Pressing Pay (B13): every seat is verified, the order written, the hold kept while paying lasts."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from matinee.booking.errors import AlreadyBooked, HoldChanged
from matinee.booking.locking import lock_row, locked_transaction
from matinee.booking.sale import FrozenHold, freeze_hold
from matinee.booking.tokens import HoldToken
from matinee.checkout import audit, idempotency
from matinee.checkout.attempts import refuse_too_many
from matinee.checkout.errors import UnknownTicketType
from matinee.checkout.locking import save_payment
from matinee.checkout.models import Customer, OrderLine, Payment, PaymentStatus, TicketOrder
from matinee.checkout.queries import order_of_hold, terms_of
from matinee.checkout.rules import tax_in
from matinee.core.codes import random_code
from matinee.core.email_address import optional_email
from matinee.core.money import smallest_unit
from matinee.core.single_line import single_line
from matinee.core.validation import check_values
from matinee.shows.models import TicketType
from matinee.shows.queries import PriceList, price_list
from matinee.venues.models import Seat

REFERENCE_LENGTH = 8
SECRET_BYTES = 32


@dataclass(frozen=True)
class Purchase:
    """What the bearer of a hold confirms. What is named must match the hold."""

    token: HoldToken
    seat_ids: Sequence[int] | None = None
    total: Decimal | None = None
    ticket_types: Mapping[int, int] = field(default_factory=dict)
    """Seat id to ticket type id; seats that are not named get the venue's default."""
    customer_name: str = ""
    customer_email: str = ""
    method: Mapping[str, Any] = field(default_factory=dict)
    """How to pay: what the payment provider documents."""
    language: str = "en"
    """How to speak to the customer."""

    def __post_init__(self) -> None:
        """Bring name and address into their normal form. Raises: Invalid."""
        checked = check_values(
            customer_name=(self.customer_name, single_line),
            customer_email=(self.customer_email, optional_email),
        )
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def canonical(self) -> str:
        """The same text for the same purchase, however its JSON was written and in whatever language."""
        seat_ids = None if self.seat_ids is None else sorted(self.seat_ids)
        total = None if self.total is None else self.total.normalize()
        said = asdict(replace(self, seat_ids=seat_ids, total=total))
        del said["language"]
        return json.dumps(said, default=str, sort_keys=True)


@locked_transaction
def freeze(
    purchase: Purchase, provider: str, key: idempotency.Once | None, client: int | None = None
) -> tuple[TicketOrder, Payment | None]:
    """Write order, lines and payment, durably; no payment where there is nothing to pay.

    Raises: HoldExpired, HoldChanged, HoldFrozen, AlreadyBooked, SeatOutOfService, ShowCancelled,
    SalesNotOpen, SalesClosed, UnknownTicketType, TooManyAttempts, TooManyDeclines, TwinWasFirst, Busy.
    """
    if key:
        idempotency.claim(key)
    lock_row(_open_orders(purchase))
    frozen = freeze_hold(token=purchase.token, seat_ids=purchase.seat_ids)
    prices = price_list(frozen.show)
    lines = _lines(frozen, purchase, prices)
    total = sum((line.gross for line in lines), Decimal(0))
    if purchase.total is not None and purchase.total != total:
        has = [seat.pk for seat in frozen.seats]
        raise HoldChanged(seat_ids=has, total=prices.string(total), currency=prices.currency)
    order = _write_order(purchase, frozen, total, prices.currency)
    OrderLine.objects.filter(order=order).delete()
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
    Customer.objects.update_or_create(
        order=order, defaults={"name": purchase.customer_name, "email": purchase.customer_email}
    )
    if key:
        idempotency.belongs_to(key, order)
    audit.note(order, "frozen", actor=audit.CUSTOMER, seat_ids=[seat.pk for seat in frozen.seats])
    return order, _write_payment(order, provider, client, frozen.held_until) if total else None


def _write_order(purchase: Purchase, frozen: FrozenHold, total: Decimal, currency: str) -> TicketOrder:
    """The hold's open order, from an attempt that was declined, or a new one.

    Raises: AlreadyBooked, for a hold that was sold and given back: its key, used again, held seats anew.
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


def _write_payment(order: TicketOrder, provider: str, client: int | None, held_until: datetime) -> Payment:
    """One payment per order and provider, tried again after a decline under the same reference."""
    payments = list(order.payments.order_by("pk"))
    refuse_too_many(payments, client=client, held_until=held_until)
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
    chosen = purchase.ticket_types
    has = [seat.pk for seat in frozen.seats]
    if not set(chosen) <= set(has):
        raise HoldChanged(seat_ids=has)
    known = {ticket_type.pk: ticket_type for ticket_type in prices.ticket_types}
    unknown = sorted(set(chosen.values()) - set(known))
    if unknown:
        raise UnknownTicketType(errors={"tickets": [f"Ticket type {pk} is not sold here." for pk in unknown]})
    rate = _tax_rate(frozen)
    return [
        _line(seat, known[chosen[seat.pk]] if seat.pk in chosen else prices.default_ticket_type, prices, rate)
        for seat in frozen.seats
    ]


def _line(seat: Seat, ticket_type: TicketType | None, prices: PriceList, rate: Decimal) -> OrderLine:
    gross = prices.price(seat.type, ticket_type)
    tax = tax_in(gross, rate, smallest_unit(prices.currency))
    return OrderLine(
        seat=seat,
        ticket_type=ticket_type,
        name=ticket_type.name if ticket_type else "",
        net=gross - tax,
        tax_rate=rate,
        tax=tax,
        gross=gross,
    )


def _tax_rate(frozen: FrozenHold) -> Decimal:
    terms = terms_of(frozen.show.pk)
    return terms.ticket_tax_rate if terms else Decimal(0)


def _new_reference() -> str:
    """Short enough to read aloud, so now and then one is in use already."""
    while TicketOrder.objects.filter(reference=(reference := random_code(REFERENCE_LENGTH))).exists():
        continue
    return reference
