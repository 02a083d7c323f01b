"""What holders and buyers get, as the schema tells it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.api.public.shapes import Currency, Id, Money, ScreeningShape
from matinee.booking.models import BookingStatus
from matinee.checkout.models import LineKind, OrderStatus, PaymentStatus, RefundStatus
from matinee.tickets.models import TicketStatus


class HoldShape(serializers.Serializer[Any]):
    """A hold, whole."""

    hold_token = serializers.CharField(max_length=200, help_text="Opaque. Whoever bears it, has the hold.")
    show_id = Id()
    seat_ids = serializers.ListField(child=Id())
    status = serializers.ChoiceField(choices=["LOCKED"])
    locked_until = serializers.DateTimeField()
    expires_in = serializers.IntegerField(help_text="Whole seconds from `server_time` to `locked_until`.")
    server_time = serializers.DateTimeField(help_text="The clock that judges the hold.")
    extensions_left = serializers.IntegerField()
    total = Money(help_text="All-in, at the default ticket type.")
    currency = Currency()


class OrderSummaryShape(serializers.Serializer[Any]):
    """An order: `reference` is for people, `secret` opens it."""

    reference = serializers.CharField()
    secret = serializers.CharField()
    total = Money()
    currency = Currency()


class CurrentHoldShape(HoldShape):
    """A hold as it stands now, or what it became."""

    status = serializers.ChoiceField(choices=BookingStatus.values)
    locked_until = serializers.DateTimeField(allow_null=True, help_text="Null once the seats are booked.")
    frozen = serializers.BooleanField(help_text="Whether it is being paid for.")
    order = OrderSummaryShape(allow_null=True)


class ReleasedShape(serializers.Serializer[Any]):
    """The seats that were given back; none when there was nothing left to give."""

    released = serializers.ListField(child=Id())


class OrderShape(OrderSummaryShape):
    """An order with its show."""

    created_at = serializers.DateTimeField()
    show_id = Id()


class TicketShape(serializers.Serializer[Any]):
    """What lets one person in."""

    seat_id = Id()
    row = serializers.CharField()
    number = serializers.IntegerField()
    ticket_type = Id(allow_null=True, help_text="Null where the venue has no ticket types.")
    ticket_type_name = serializers.CharField(allow_blank=True, help_text="As it was when sold.")
    price = Money()
    code = serializers.CharField(help_text="What the door reads.")


class BookingShape(serializers.Serializer[Any]):
    """What was bought."""

    status = serializers.ChoiceField(choices=["BOOKED"])
    order = OrderShape()
    tickets = TicketShape(many=True)


class NextActionShape(serializers.Serializer[Any]):
    """What the payment waits for."""

    type = serializers.ChoiceField(
        choices=["wait", "demo_challenge", "stripe"],
        help_text=(
            "`wait`: look at the order's payment again in a moment. "
            "`demo_challenge`: ask the buyer, then post `approve` to the order's payment. "
            "`stripe`: hand `client_secret` to Stripe's `handleNextAction`, then look again."
        ),
    )
    reference = serializers.CharField(required=False, help_text="Of `demo_challenge`: the payment's name.")
    client_secret = serializers.CharField(required=False, help_text="Of `stripe`.")


class PendingShape(serializers.Serializer[Any]):
    """Not paid yet: the buyer or the payment provider has to do something first. The seats stay held."""

    status = serializers.ChoiceField(choices=["PENDING"])
    order = OrderShape()
    next_action = NextActionShape()


class OrderLineShape(serializers.Serializer[Any]):
    """One position of an order, as it was sold."""

    kind = serializers.ChoiceField(choices=LineKind.values)
    seat_id = Id(allow_null=True)
    row = serializers.CharField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    ticket_type = Id(allow_null=True)
    ticket_type_name = serializers.CharField(allow_blank=True)
    net = Money()
    tax_rate = serializers.RegexField(r"^[0-9]+\.[0-9]{2}$", help_text="Per cent.")
    tax = Money()
    gross = Money(help_text="What the buyer pays: net and tax.")


class OrderTicketShape(TicketShape):
    """What lets one person in, unless it was given back."""

    id = Id()
    short_code = serializers.CharField(help_text="The same for typing by hand.")
    status = serializers.ChoiceField(choices=TicketStatus.values)


class ReceiptShape(serializers.Serializer[Any]):
    """Who sold, and the number of the sale in their books."""

    number = serializers.IntegerField()
    seller_name = serializers.CharField()
    seller_tax_number = serializers.CharField(allow_blank=True)


class RefundShape(serializers.Serializer[Any]):
    """Money on its way back."""

    amount = Money()
    status = serializers.ChoiceField(choices=RefundStatus.values)
    settled_at = serializers.DateTimeField(
        required=False, help_text="When the cinema gave the money of a REFUSED refund back in another way."
    )


class OrderPaymentShape(serializers.Serializer[Any]):
    """The payment that was tried last."""

    status = serializers.ChoiceField(choices=PaymentStatus.values)
    provider = serializers.CharField(help_text="`demo`, `stripe` or `cash`.")
    next_action = NextActionShape(allow_null=True)


class WholeOrderShape(OrderSummaryShape):
    """All there is to know about an order, for whoever has its secret."""

    status = serializers.ChoiceField(choices=OrderStatus.values)
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    show = ScreeningShape()
    lines = OrderLineShape(many=True)
    tickets = OrderTicketShape(many=True)
    refundable_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then tickets can be given back here; null for never."
    )
    receipt = ReceiptShape(allow_null=True)
    refunds = RefundShape(many=True)
    owed = Money(help_text="What has to go back to the customer and has not.")
    payment = OrderPaymentShape(allow_null=True)


class PaymentStandingShape(serializers.Serializer[Any]):
    """How far an order's payment has come."""

    status = serializers.ChoiceField(choices=["BOOKED", "PENDING", "DECLINED", "EXPIRED"])
    next_action = NextActionShape(allow_null=True, help_text="Null unless pending.")
    decline_code = serializers.CharField(required=False, help_text="Such as `card_declined`, when declined.")


class GivenBackShape(serializers.Serializer[Any]):
    """What became of the order. The seats are free at once; the money follows."""

    status = serializers.ChoiceField(choices=OrderStatus.values)
    released = serializers.ListField(child=Id(), help_text="The seats of the request, all given back.")
    refunds = RefundShape(many=True, help_text="All refunds of the order.")


@extend_schema_field({"type": "string", "const": "ACCEPTED"})
class Accepted(serializers.CharField):
    """Always the same."""


class FindingOrderShape(serializers.Serializer[Any]):
    """Always the same. If there is such an order, a mail with its link is on its way."""

    status = Accepted()


class ConfigShape(serializers.Serializer[Any]):
    """What a client has to know before it offers seats and asks for money."""

    payment_provider = serializers.ChoiceField(
        choices=["demo", "stripe"],
        allow_null=True,
        help_text="Null where tickets are sold at the box office only.",
    )
    stripe_publishable_key = serializers.CharField(allow_null=True)
    hold_seconds = serializers.IntegerField(min_value=1, help_text="How long a hold lasts.")
    max_seats_per_hold = serializers.IntegerField(min_value=1)
    server_time = serializers.DateTimeField(
        help_text="By the clock that decides: what has begun, what is over, which day it is."
    )
