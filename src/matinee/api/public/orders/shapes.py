"""Requests and responses of orders."""

from datetime import datetime
from typing import Annotated, Any, NotRequired, TypedDict

from django.conf import settings
from rest_framework import serializers

from matinee.api.framework.fields import (
    AmountField,
    EmailField,
    HoldTokenField,
    IdField,
    SeatIdsField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.shapes import Currency, Money
from matinee.api.public.programme.shapes import ScreeningShape
from matinee.checkout.models import MAX_NAME_LENGTH, LineKind, OrderStatus, PaymentStatus, RefundStatus
from matinee.core.email_address import MAX_LENGTH
from matinee.core.json_schema import Id, Keywords, OneOf
from matinee.tickets.models import TicketStatus

MAX_METHOD_LENGTH = 255
"""In characters, for a card number or a payment provider's token."""

StatusOfOrder = Annotated[str, OneOf("OrderStatus", *OrderStatus.values)]
StatusOfTicket = Annotated[str, OneOf("TicketStatus", *TicketStatus.values)]
StatusOfRefund = Annotated[str, OneOf("RefundStatus", *RefundStatus.values)]
StatusOfPayment = Annotated[str, OneOf("PaymentStatus", *PaymentStatus.values)]
KindOfLine = Annotated[str, OneOf("LineKind", *LineKind.values)]
TaxRate = Annotated[str, Keywords(pattern=r"^[0-9]+\.[0-9]{2}$"), "Per cent."]


class TicketChoice(StrictSerializer):
    """The ticket type for a seat."""

    seat_id = IdField()
    ticket_type = IdField(help_text="The id of one of the layout's `ticket_types`.")


class Customer(StrictSerializer):
    """The customer."""

    name = TextField(max_length=MAX_NAME_LENGTH, required=False)
    email = EmailField(max_length=MAX_LENGTH, required=False)


class PaymentMethod(StrictSerializer):
    """A payment method. Each payment provider takes one of these fields."""

    card = TextField(
        max_length=MAX_METHOD_LENGTH,
        allow_blank=True,
        required=False,
        help_text="For the demo provider: `4242 4242 4242 4242`, which is the default.",
    )
    confirmation_token = TextField(
        max_length=MAX_METHOD_LENGTH,
        required=False,
        help_text="For Stripe: `ctoken_…`, made by its element in the browser.",
    )
    payment_method = TextField(max_length=MAX_METHOD_LENGTH, required=False, help_text="For Stripe: `pm_…`.")


class TicketChoicesField(serializers.ListField):
    """Ticket types by seat, each seat once."""

    child = TicketChoice()
    default_error_messages = {"repeated": "Each seat can have only one ticket."}

    def __init__(self, **options: Any) -> None:
        """Take the options of a ListField."""
        super().__init__(max_length=settings.MAX_SEATS_PER_HOLD, **options)

    def to_internal_value(self, data: Any) -> Any:
        """The ids of ticket types, by the ids of seats. Raises: ValidationError."""
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        choices = super().to_internal_value(data)
        by_seat = {choice["seat_id"]: choice["ticket_type"] for choice in choices}
        if len(by_seat) != len(choices):
            self.fail("repeated")
        return by_seat


class BookSeatRequest(StrictSerializer):
    """A hold to buy. `hold_token` alone is enough; other values must match the hold."""

    hold_token = HoldTokenField()
    seat_ids = SeatIdsField(required=False, help_text="The seats that the customer saw.")
    total = AmountField(required=False, help_text="The total that the customer saw.")
    tickets = TicketChoicesField(
        required=False, help_text="Seats without an entry get the venue's default ticket type."
    )
    customer = Customer(required=False)
    payment = PaymentMethod(required=False)


class FindOrdersRequest(StrictSerializer):
    """The email address whose bookings to find."""

    email = EmailField(max_length=MAX_LENGTH, help_text="The address of the bookings, in any case.")


class SendTicketsRequest(StrictSerializer):
    """The address to send the tickets to."""

    email = EmailField(
        max_length=MAX_LENGTH,
        required=False,
        help_text="The corrected address. Without it, the address of the order is used.",
    )


class RefundRequest(StrictSerializer):
    """Tickets to refund: all of the order, or those of some seats."""

    seat_ids = SeatIdsField(required=False)


class OrderSummaryShape(TypedDict):
    """An order: `reference` is for people, `secret` gives access to it."""

    reference: str
    secret: str
    total: Money
    currency: Currency


class OrderShape(OrderSummaryShape):
    """An order with its show."""

    created_at: datetime
    show_id: Id


class TicketShape(TypedDict):
    """A ticket: it admits one person."""

    seat_id: Id
    row: str
    number: int
    ticket_type: Annotated[Id | None, "Null where the venue has no ticket types."]
    ticket_type_name: Annotated[str, "As it was when sold."]
    price: Money
    code: Annotated[str, "The code that the door scans."]


class BookingShape(TypedDict):
    """A paid order with its tickets."""

    status: Annotated[str, OneOf("BookedStatus", "BOOKED")]
    order: OrderShape
    tickets: list[TicketShape]


class NextActionShape(TypedDict):
    """The step that a payment waits for."""

    type: Annotated[
        str,
        OneOf("NextActionType", "wait", "demo_challenge", "stripe"),
        "`wait`: read the order's payment again in a moment. "
        "`demo_challenge`: ask the customer, then post `approve` to the order's payment. "
        "`stripe`: pass `client_secret` to Stripe's `handleNextAction`, then read the payment again.",
    ]
    reference: NotRequired[Annotated[str, "Of `demo_challenge`: the payment's name."]]
    client_secret: NotRequired[Annotated[str, "Of `stripe`."]]


class PendingShape(TypedDict):
    """An order that is not paid yet: the customer or the payment provider acts next. The seats stay held."""

    status: Annotated[str, OneOf("PendingStatus", "PENDING")]
    order: OrderShape
    next_action: NextActionShape


class OrderLineShape(TypedDict):
    """One line of an order, as it was sold."""

    kind: KindOfLine
    seat_id: Id | None
    row: str | None
    number: int | None
    ticket_type: Id | None
    ticket_type_name: Annotated[
        str, "As it was when sold. `lang` translates it, unless the ticket type was renamed since."
    ]
    net: Money
    tax_rate: TaxRate
    tax: Money
    gross: Annotated[Money, "What the customer pays: net and tax."]


class OrderTicketShape(TicketShape):
    """A ticket with its status."""

    id: Id
    short_code: Annotated[str, "The same code for typing by hand."]
    status: StatusOfTicket
    requires_proof: Annotated[bool, "Whether something must be shown at the entrance, such as a card."]
    minimum_age: Annotated[int | None, "In years; null for none."]


class ReceiptShape(TypedDict):
    """The seller, and the number of the sale in the seller's accounts."""

    number: int
    seller_name: str
    seller_tax_number: str


class RefundShape(TypedDict):
    """A refund."""

    amount: Money
    status: StatusOfRefund
    settled_at: NotRequired[Annotated[datetime, "When the cinema paid a REFUSED refund back in another way."]]


class OrderPaymentShape(TypedDict):
    """The latest payment of an order."""

    status: StatusOfPayment
    provider: Annotated[str, "`demo`, `stripe` or `cash`."]
    next_action: NextActionShape | None


class WholeOrderShape(OrderSummaryShape):
    """An order with its show, lines, tickets, refunds and payment."""

    status: StatusOfOrder
    created_at: datetime
    paid_at: datetime | None
    show: ScreeningShape
    lines: list[OrderLineShape]
    tickets: list[OrderTicketShape]
    refundable_until: Annotated[
        datetime | None, "Until then tickets can be given back here; null where they never can."
    ]
    receipt: ReceiptShape | None
    refunds: list[RefundShape]
    owed: Annotated[Money, "The amount that is due to the customer and not paid back yet."]
    payment: OrderPaymentShape | None


class RefundedOrderShape(TypedDict):
    """The order after a refund. The seats are free at once; the money follows."""

    status: StatusOfOrder
    released: Annotated[list[Id], "The seats of the request."]
    refunds: Annotated[list[RefundShape], "All refunds of the order."]


class AcceptedShape(TypedDict):
    """Always the same. Whether an email is sent is not part of it."""

    status: Annotated[str, Keywords(const="ACCEPTED")]
