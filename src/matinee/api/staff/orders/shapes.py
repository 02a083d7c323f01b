"""Requests and responses of the orders desk."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from matinee.api.framework.fields import (
    EmailField,
    IdField,
    QueryBooleanField,
    QueryIdField,
    QuerySeatIdsField,
    SeatIdsField,
    SecretField,
    StrictSerializer,
    TextField,
)
from matinee.api.framework.paging import PageQuery
from matinee.api.framework.shapes import Currency, Money, PageShape
from matinee.api.public.orders.shapes import (
    KindOfLine,
    ReceiptShape,
    StatusOfOrder,
    StatusOfPayment,
    StatusOfRefund,
    StatusOfTicket,
    TaxRate,
)
from matinee.api.public.programme.shapes import HallNameShape
from matinee.checkout.models import MAX_NAME_LENGTH, EmailKind, EmailStatus
from matinee.checkout.order_status import AttentionReason
from matinee.core.email_address import MAX_LENGTH as MAX_ADDRESS_LENGTH
from matinee.core.json_schema import Id, OneOf
from matinee.core.single_line import MAX_LENGTH as MAX_LINE_LENGTH

MAX_QUERY_LENGTH = 300
MAX_APPROVAL_LENGTH = 100


class OrdersQuery(PageQuery):
    """Filters of the orders; an order fits all of them."""

    q = TextField(
        max_length=MAX_QUERY_LENGTH,
        required=False,
        help_text="A reference, a ticket code, a whole email address, words of the customer's name, or the "
        "last four digits of a card, such as 4242 or …4242; with `show` also a seat, such as F12.",
    )
    venue = QueryIdField(required=False)
    show = QueryIdField(required=False)
    attention = QueryBooleanField(required=False, help_text="`true`: only orders that need attention.")
    refused = QueryBooleanField(
        required=False, help_text="`true`: only orders with a refund that the provider refused."
    )
    email_failed = QueryBooleanField(
        required=False,
        help_text="`true`: only orders with an email whose last attempt failed, in the last days.",
    )


class AttendeesQuery(StrictSerializer):
    """The show."""

    show = QueryIdField()


class VersionRequest(StrictSerializer):
    """The state that the action is for."""

    version = IdField(
        required=False,
        help_text="The order's `version`. If it has changed, the action is refused. Missing: the action is "
        "for the order as it is now. It overwrites nothing that another person has saved, and is refused if "
        "it is no longer possible.",
    )


class CustomerRequest(StrictSerializer):
    """What is corrected. A field that is missing stays as it is."""

    version = IdField(
        help_text="The order's `version`, as it was read. If the order has changed since, nothing is saved."
    )
    email = EmailField(max_length=MAX_ADDRESS_LENGTH, required=False)
    name = TextField(max_length=MAX_NAME_LENGTH, required=False)


class RefundPreviewQuery(StrictSerializer):
    """Tickets to refund: all valid ones of the order, or those of some seats."""

    seat_ids = QuerySeatIdsField(required=False)


class PrintRequest(StrictSerializer):
    """Tickets to print: all valid ones of the order, or those of some seats."""

    seat_ids = SeatIdsField(required=False)


class RefundByStaffRequest(VersionRequest):
    """Tickets to refund: all valid ones of the order, or those of some seats."""

    seat_ids = SeatIdsField(required=False)
    reason = TextField(max_length=MAX_LINE_LENGTH, help_text="Kept in the order's history. No names.")
    approval = SecretField(
        max_length=MAX_APPROVAL_LENGTH, required=False, help_text="Of a person who may do what you may not."
    )


class SettleRequest(VersionRequest):
    """How an order was settled."""

    how = TextField(max_length=MAX_LINE_LENGTH, help_text="Such as: paid back in cash, receipt 17. No names.")


class PlaceShape(TypedDict):
    """A seat, as people say it."""

    id: Id
    section: Annotated[str, "Such as Balcony; empty where the hall has none."]
    row: str
    label: Annotated[str, "Its number, or what is written on it, such as 12a."]
    name: Annotated[str, "All of it, such as F12 or Balcony A12a."]


StatusOfEmail = Annotated[str, OneOf("EmailStatus", *EmailStatus.values)]

ReasonForAttention = Annotated[str, OneOf("ReasonForAttention", *AttentionReason.values)]


class VenueNameShape(TypedDict):
    """A cinema, by its name."""

    id: Id
    name: str
    timezone: str


class ShowOfOrderShape(TypedDict):
    """The show of an order. Its time is in the cinema's time zone."""

    id: Id
    title: str
    starts_at: datetime
    hall: HallNameShape
    venue: VenueNameShape


class CustomerShape(TypedDict):
    """Who bought the tickets. Both can be empty."""

    name: str
    email: str


class FoundOrderShape(TypedDict):
    """An order in a list."""

    reference: str
    status: StatusOfOrder
    needs_attention: Annotated[bool, "Whether a person has to act: money is owed, or the order failed."]
    customer: Annotated[CustomerShape | None, "Null where the personal data is erased."]
    show: ShowOfOrderShape
    seats: Annotated[list[PlaceShape], "As sold, also those whose tickets are refunded."]
    total: Money
    currency: Currency
    created_at: datetime
    paid_at: datetime | None


class FoundOrderPageShape(PageShape):
    """A page of orders, the newest first."""

    results: list[FoundOrderShape]


class LineOfOrderShape(TypedDict):
    """A line of an order, as it was sold."""

    kind: KindOfLine
    seat: PlaceShape | None
    name: str
    net: Money
    tax_rate: TaxRate
    tax: Money
    gross: Money


class TicketOfOrderShape(TypedDict):
    """A ticket, also a voided one."""

    id: Id
    seat: PlaceShape
    ticket_type_name: Annotated[str, "As it was when sold."]
    price: Money
    status: StatusOfTicket
    voided_at: datetime | None
    admitted_at: datetime | None
    door: Annotated[str, "The door that admitted it; empty before."]
    code: Annotated[
        str | None, "The code that the door scans. Null without `serve-customers` or `admit` at the cinema."
    ]
    short_code: Annotated[str | None, "The same code for typing by hand, or null."]


class PaymentOfOrderShape(TypedDict):
    """A payment at a provider."""

    id: Id
    provider: Annotated[str, "`demo`, `stripe` or `cash`."]
    reference: Annotated[str, "The provider's id of the payment."]
    status: StatusOfPayment
    amount: Money
    captured: Annotated[Money, "What the provider has taken."]
    card_last4: Annotated[
        str, "The last four digits of the card; empty without a card, or where the personal data is erased."
    ]
    created_at: datetime
    changed_at: datetime


class RefundOfOrderShape(TypedDict):
    """A refund."""

    id: Id
    payment_id: Id
    amount: Money
    status: StatusOfRefund
    reason: str
    attempt: int
    message: Annotated[str, "Why the provider refused it; empty where it did not."]
    created_at: datetime
    done_at: datetime | None
    settled_at: Annotated[datetime | None, "When a person paid it in another way."]
    settled_how: str


class EmailOfOrderShape(TypedDict):
    """An email about the order."""

    kind: Annotated[str, OneOf("EmailKind", *EmailKind.values)]
    recipient: Annotated[str, "Empty where it is not known any more: a former address, or an erased one."]
    status: Annotated[
        StatusOfEmail,
        "`NOT_SENT`: the site had no mail server, so it did not leave the site. `NOT_NEEDED`: it was no "
        "longer true, or its address cannot be reached.",
    ]
    attempts: int
    error: Annotated[str, "Why the last attempt failed; empty where it did not."]
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None


class EmailOfEventShape(TypedDict):
    """What became of an email."""

    status: StatusOfEmail
    error: Annotated[str, "Why the last attempt failed; empty where it did not."]


class EventOfOrderShape(TypedDict):
    """What happened, and by whom."""

    at: datetime
    actor: Annotated[
        str,
        "`customer`, `provider`, `system`, `staff:` and a person's id, `key:` and the id of a program's key, "
        "or `operator:` and a login.",
    ]
    who: Annotated[str | None, "The name of the person or program."]
    approver: Annotated[str | None, "The name of the second person who has approved it."]
    type: str
    facts: dict[str, Any]
    email: Annotated[EmailOfEventShape | None, "The status of the email about it; null if it has none."]


class PossibleActionsShape(TypedDict):
    """For each action, whether it is possible now, and for you."""

    resend: bool
    print: bool
    correct_address: bool
    refund: Annotated[bool, "At least one ticket."]
    refund_admitted: Annotated[bool, "At least one ticket that a door has admitted."]
    refund_with_approval: Annotated[bool, "At least one ticket, if another person approves it."]
    settle: bool
    retry: bool


class OrderRecordShape(FoundOrderShape):
    """Everything about an order, the oldest first."""

    version: Annotated[int, "Send it with an action, so that a stale one is refused."]
    language: Annotated[str, "Of the customer's emails."]
    attention: Annotated[
        list[ReasonForAttention],
        "Why the order needs attention. It can be empty where its history does not say.",
    ]
    lines: list[LineOfOrderShape]
    tickets: list[TicketOfOrderShape]
    payments: list[PaymentOfOrderShape]
    refunds: list[RefundOfOrderShape]
    emails: list[EmailOfOrderShape]
    sends_email: Annotated[bool, "False: the site has no mail server, so no email leaves it."]
    events: list[EventOfOrderShape]
    captured: Annotated[Money, "What the providers have taken."]
    paid_back: Annotated[Money, "By the providers, and by staff in another way."]
    under_way: Annotated[Money, "Refunds that a provider has neither paid nor refused yet."]
    owed: Annotated[Money, "What is due to the customer, not paid back, and not under way."]
    receipt: ReceiptShape | None
    can: PossibleActionsShape


class RefundPreviewShape(TypedDict):
    """What a refund would do now. Nothing has changed."""

    seats: list[PlaceShape]
    amount: Annotated[Money, "What is paid back."]
    currency: Currency
    provider: Annotated[str, "Where it is paid back to, such as `stripe`; empty if nothing is."]
    admitted: Annotated[int, "How many of the tickets a door has admitted."]
    permitted: Annotated[bool, "Whether you may do it. If not, it needs `refund-any-order`."]
    limit: Annotated[
        Money | None, "What staff refund of one order without `refund-any-order`; null: any amount."
    ]
    refunded_by_staff: Annotated[Money, "What counts towards the limit already."]
    version: Annotated[int, "Of the order, for the request that confirms it."]


class AttendeeShape(TypedDict):
    """A valid ticket of a show."""

    seat: PlaceShape
    customer_name: Annotated[str, "Empty where it is unknown or erased."]
    reference: str
    ticket_type_name: str
    admitted_at: datetime | None


class AttendeesShape(TypedDict):
    """The valid tickets of a show, by seat."""

    show: ShowOfOrderShape
    attendees: list[AttendeeShape]
