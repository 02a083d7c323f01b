"""From a hold to an order with tickets."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from matinee.booking.errors import HoldChanged
from matinee.booking.locking import locked_transaction
from matinee.booking.services import book_hold
from matinee.booking.tokens import HoldToken
from matinee.checkout.errors import UnknownTicketType
from matinee.checkout.models import OrderLine, TicketOrder
from matinee.checkout.once import Once, claim, settle
from matinee.core.codes import random_code
from matinee.shows.queries import PriceList, get_show, price_list
from matinee.tickets.services import Admits, issue_tickets
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

    def canonical(self) -> str:
        """The same text for the same purchase, however its JSON was written."""
        seat_ids = None if self.seat_ids is None else sorted(self.seat_ids)
        total = None if self.total is None else self.total.normalize()
        return json.dumps(asdict(replace(self, seat_ids=seat_ids, total=total)), default=str, sort_keys=True)


@locked_transaction
def book(*, purchase: Purchase, idempotency_key: str | None = None) -> TicketOrder:
    """Book the hold and write its order and tickets, in one durable transaction (B12, B15, B16).

    Raises: HoldExpired, HoldChanged, AlreadyBooked, SeatOutOfService, ShowCancelled, SalesNotOpen,
    SalesClosed, UnknownTicketType, KeyMismatch, KeyInFlight, Busy.
    """
    if idempotency_key is None:
        return _book(purchase)
    once = Once.of(idempotency_key, purchase.canonical())
    answered = claim(once)
    if answered:
        return answered
    order = _book(purchase)
    settle(once, order)
    return order


def _book(purchase: Purchase) -> TicketOrder:
    token = purchase.token
    seats = book_hold(token=token, seat_ids=purchase.seat_ids)
    show = get_show(token.show_id)
    prices = price_list(show)
    admits = _admits(seats, purchase.ticket_types, prices)
    total = sum((one.price for one in admits), Decimal(0))
    if purchase.total is not None and purchase.total != total:
        raise HoldChanged(
            seat_ids=[seat.pk for seat in seats], total=prices.string(total), currency=prices.currency
        )
    order = TicketOrder.objects.create(
        reference=_new_reference(),
        secret=secrets.token_urlsafe(SECRET_BYTES),
        hold_id=token.hold_id,
        customer_name=purchase.customer_name,
        customer_email=purchase.customer_email,
        total=total,
        currency=prices.currency,
    )
    tickets = issue_tickets(show=show, currency=prices.currency, admits=admits)
    OrderLine.objects.bulk_create(
        OrderLine(order=order, ticket=ticket, amount=ticket.price) for ticket in tickets
    )
    return order


def _admits(seats: Sequence[Seat], chosen: Mapping[int, int], prices: PriceList) -> list[Admits]:
    has = [seat.pk for seat in seats]
    if not set(chosen) <= set(has):
        raise HoldChanged(seat_ids=has)
    known = {ticket_type.pk: ticket_type for ticket_type in prices.ticket_types}
    unknown = sorted(set(chosen.values()) - set(known))
    if unknown:
        raise UnknownTicketType(errors={"tickets": [f"Ticket type {pk} is not sold here." for pk in unknown]})
    admits = []
    for seat in seats:
        ticket_type = known[chosen[seat.pk]] if seat.pk in chosen else prices.default_ticket_type
        admits.append(Admits(seat, ticket_type, prices.price(seat.type, ticket_type)))
    return admits


def _new_reference() -> str:
    """Short enough to read aloud, so now and then one is in use already."""
    while TicketOrder.objects.filter(reference=(reference := random_code(REFERENCE_LENGTH))).exists():
        continue
    return reference
