"""Orders in every consistent combination of order, payment, refund and ticket status, in one show."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from uuid import uuid4

from matinee.booking.models import Booking
from matinee.booking.tokens import hold_id_of
from matinee.checkout import order_events
from matinee.checkout.models import (
    Customer,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    TicketOrder,
)
from matinee.core.clock import database_now
from matinee.payments.demo_cards import Card
from matinee.payments.models import DemoPayment, Status
from matinee.tickets.models import Ticket, TicketStatus
from matinee.tickets.services import NewTicket, issue_tickets
from matinee.venues.models import Seat
from tests.cinema import Cinema

PRICE = Decimal(12)
LEDGER = {
    PaymentStatus.BEGUN: Status.UNPAID,
    PaymentStatus.NEEDS_ACTION: Status.CHALLENGED,
    PaymentStatus.PENDING: Status.PROCESSING,
    PaymentStatus.AUTHORISED: Status.RESERVED,
    PaymentStatus.SETTLED: Status.TAKEN,
    PaymentStatus.DECLINED: Status.DECLINED,
    PaymentStatus.CANCELLING: Status.RESERVED,
    PaymentStatus.CANCELLED: Status.CANCELLED,
}
"""The status in the provider's ledger."""

SECURED = {PaymentStatus.AUTHORISED, PaymentStatus.SETTLED}
NO_TICKETS: tuple[TicketStatus, ...] = ()
TICKETS = [NO_TICKETS, *product(TicketStatus, repeat=2)]
"""The tickets of an order for two seats."""

TICKETS_OF = {
    OrderStatus.PENDING: lambda tickets: not tickets,
    OrderStatus.EXPIRED: lambda tickets: not tickets,
    OrderStatus.PAID: lambda tickets: set(tickets) == {TicketStatus.VALID},
    OrderStatus.PARTLY_REFUNDED: lambda tickets: len(set(tickets)) == 2,
    OrderStatus.REFUNDED: lambda tickets: set(tickets) == {TicketStatus.VOIDED},
}
"""The tickets that a status allows. A status without an entry allows any."""


@dataclass(frozen=True)
class State:
    """One combination for two seats. The first ticket is admitted."""

    order: OrderStatus
    payment: PaymentStatus
    refund: RefundStatus | None
    tickets: tuple[TicketStatus, ...]

    @property
    def valid(self) -> int:
        """The number of valid tickets."""
        return self.tickets.count(TicketStatus.VALID)

    @property
    def to_refund(self) -> Decimal:
        """The price of paid seats without a valid ticket."""
        return PRICE * (2 - self.valid)

    @property
    def owed(self) -> Decimal:
        """The amount owed to the customer."""
        open_refund = self.to_refund if self.refund in {RefundStatus.QUEUED, RefundStatus.REFUSED} else 0
        if self.payment != PaymentStatus.SETTLED or self.refund or self.order == OrderStatus.PENDING:
            return Decimal(open_refund)
        return self.to_refund

    @property
    def needs_a_person(self) -> bool:
        """Whether the order needs attention."""
        return self.order == OrderStatus.NEEDS_ATTENTION or self.refund == RefundStatus.REFUSED

    def is_consistent(self) -> bool:
        """Whether the combination is consistent."""
        if not TICKETS_OF.get(self.order, lambda _tickets: True)(self.tickets):
            return False
        if self.refund is None:
            return self._without_refund()
        if not self.to_refund or (not self.tickets and self.order == OrderStatus.PENDING):
            return False
        if self.refund == RefundStatus.REFUSED and self.order != OrderStatus.NEEDS_ATTENTION:
            return False
        return self.payment == PaymentStatus.SETTLED or (
            self.refund == RefundStatus.QUEUED
            and self.payment == PaymentStatus.AUTHORISED
            and self.valid < 2
            and bool(self.tickets)
        )

    def _without_refund(self) -> bool:
        if not self.tickets:
            ended = self.payment in {PaymentStatus.DECLINED, PaymentStatus.CANCELLED}
            return ended if self.order == OrderStatus.EXPIRED else True
        if self.valid == 2:
            return self.payment in SECURED
        # The capture failed.
        return self.payment == PaymentStatus.CANCELLED and not self.valid


def states() -> Iterator[State]:
    """Every consistent combination."""
    for combination in product(OrderStatus, PaymentStatus, [None, *RefundStatus], TICKETS):
        state = State(*combination)
        if state.is_consistent():
            yield state


def write(cinema: Cinema, state: State, seats: list[Seat]) -> TicketOrder:
    """Write an order in this state, for two free seats of the cinema's show."""
    now = database_now()
    number, bits = f"{seats[0].pk:08d}", uuid4()
    order = TicketOrder.objects.create(
        reference=number, secret=f"secret-{number}", show=cinema.show, status=state.order,
        hold_bits=bits, hold_id=hold_id_of(bits, cinema.show.pk),
        total=2 * PRICE, currency="EUR", paid_at=now if state.tickets else None, agreed_at=now,
    )  # fmt: skip
    Customer.objects.create(order=order, name="Ada", email="ada@example.org")
    _write_tickets(order, state, seats)
    _write_payment(order, state)
    return order


def _write_tickets(order: TicketOrder, state: State, seats: list[Seat]) -> None:
    tickets = []
    if state.tickets:
        new_tickets = [
            NewTicket(seat, None, PRICE) for seat, status in zip(seats, state.tickets, strict=True)
        ]
        tickets = issue_tickets(show=order.show, currency="EUR", new_tickets=new_tickets)
    for position, seat in enumerate(seats):
        ticket = tickets[position] if tickets else None
        OrderLine.objects.create(
            order=order, seat=seat, ticket=ticket, net=PRICE, tax_rate=0, tax=0, gross=PRICE
        )
        if ticket and state.tickets[position] == TicketStatus.VALID:
            Booking.objects.create(
                show=order.show, seat=seat, hall_id=seat.hall_id, plan_version=seat.plan_version,
                status="BOOKED", hold_id=order.hold_id, hold_bits=order.hold_bits,
            )  # fmt: skip
        elif ticket:
            Ticket.objects.filter(pk=ticket.pk).update(status=TicketStatus.VOIDED, voided_at=database_now())
    if tickets:
        Ticket.objects.filter(pk=tickets[0].pk).update(admitted_at=database_now(), admitted_by_door="Saal 1")


def _write_payment(order: TicketOrder, state: State) -> None:
    settled = state.payment == PaymentStatus.SETTLED
    captured = order.total if settled else Decimal(0)
    reference = f"demo_{order.reference}"
    refunded = state.to_refund if state.refund == RefundStatus.DONE else Decimal(0)
    declined = state.payment == PaymentStatus.DECLINED
    DemoPayment.objects.create(
        reference=reference, order=order.reference, amount=order.total, currency="EUR",
        status=LEDGER[state.payment], captured=captured, refunded=refunded, begin_key=reference,
        decline_code="card_declined" if declined else "",
        card=Card.REFUND_REFUSED if state.refund == RefundStatus.REFUSED else Card.APPROVED,
    )  # fmt: skip
    payment = Payment.objects.create(
        order=order, provider="demo", reference=reference, status=state.payment, amount=order.total,
        captured=captured,
    )  # fmt: skip
    if declined:
        order_events.record(order, "declined", code="card_declined")
    if state.refund:
        Refund.objects.create(
            payment=payment, amount=state.to_refund, status=state.refund,
            reason="ill" if state.tickets else "released",
        )  # fmt: skip
