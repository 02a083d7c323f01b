"""What holders and buyers get, as the schema tells it."""

from typing import Any

from rest_framework import serializers

from matinee.api.outputs import Currency, Id, Money
from matinee.booking.models import BookingStatus


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
