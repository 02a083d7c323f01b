"""What clients get, as the schema tells it. `serialise.py` builds it; a test holds the two together."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matinee.booking.models import BookingStatus
from matinee.core.json_schema import ID_SCHEMA
from matinee.shows.models import ShowStatus
from matinee.venues.models import SeatType

SEAT_STATUSES = ["AVAILABLE", *BookingStatus.values]


@extend_schema_field(ID_SCHEMA)
class Id(serializers.IntegerField):
    """A row's number."""


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["12.50"]})
class Money(serializers.CharField):
    """An amount with the currency's own number of digits."""


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]})
class Currency(serializers.CharField):
    """ISO 4217."""


class MovieShape(serializers.Serializer[Any]):
    """A film."""

    id = Id()
    title = serializers.CharField()
    duration_minutes = serializers.IntegerField(help_text="Credits included, advertisements not.")
    genre = serializers.CharField(allow_blank=True)
    rating = serializers.CharField(allow_blank=True, help_text="Age rating as published.")
    director = serializers.CharField(allow_blank=True)
    release_year = serializers.IntegerField(allow_null=True)
    original_language = serializers.CharField(allow_blank=True, help_text="BCP 47; empty when unknown.")
    poster_url = serializers.CharField(
        allow_blank=True, help_text="An https address; empty: draw one from the title."
    )


class VenueShape(serializers.Serializer[Any]):
    """A cinema."""

    id = Id()
    name = serializers.CharField()
    address = serializers.CharField()
    city = serializers.CharField()
    timezone = serializers.CharField(help_text="IANA, such as Europe/Berlin.")
    currency = Currency()
    day_starts_at = serializers.RegexField(
        r"^[0-2][0-9]:[0-5][0-9]$", help_text="When the business day begins, on the venue's clock."
    )


class HallNameShape(serializers.Serializer[Any]):
    """Which hall."""

    id = Id()
    name = serializers.CharField()


class HallShape(HallNameShape):
    """A hall and its size."""

    rows = serializers.IntegerField()
    seats_per_row = serializers.IntegerField(help_text="Of the longest row.")
    capacity = serializers.IntegerField()
    plan_version = serializers.IntegerField()


class VenueWithHallsShape(VenueShape):
    """A cinema and its halls."""

    halls = HallShape(many=True)


class ScreeningShape(serializers.Serializer[Any]):
    """A screening. Its times are on the venue's clock, with their offset from UTC."""

    id = Id()
    starts_at = serializers.DateTimeField(help_text="As advertised.")
    feature_starts_at = serializers.DateTimeField(help_text="After advertisements and trailers.")
    ends_at = serializers.DateTimeField(help_text="End of the credits.")
    status = serializers.ChoiceField(choices=ShowStatus.values)
    sales_open_at = serializers.DateTimeField()
    sales_close_at = serializers.DateTimeField()
    on_sale = serializers.BooleanField(help_text="Whether seats can be held now.")
    price = Money(help_text="Before supplements of seat types and adjustments of ticket types.")
    currency = Currency()
    format = serializers.CharField(help_text="Such as 2D, 3D, IMAX.")
    audio_language = serializers.CharField(allow_blank=True, help_text="BCP 47; empty when unknown.")
    subtitle_language = serializers.CharField(
        allow_blank=True, help_text="BCP 47; empty when there are none."
    )
    movie = MovieShape()
    hall = HallNameShape()
    venue = VenueShape()


class ShowShape(ScreeningShape):
    """A screening and how many seats are left. Times are on the venue's clock, with their offset from UTC."""

    seats_total = serializers.IntegerField(help_text="Seats in service.")
    seats_available = serializers.IntegerField()


class TicketTypeShape(serializers.Serializer[Any]):
    """Who is coming. The first of the list is the default."""

    id = Id()
    name = serializers.CharField()
    adjustment = Money(help_text="What it adds to a seat's price, or takes off, never below zero.")


class PriceShape(serializers.Serializer[Any]):
    """What a seat costs for one ticket type."""

    ticket_type = Id(allow_null=True, help_text="Null where the venue has no ticket types.")
    amount = Money(help_text="All-in.")
    provider_amount = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text=(
            "The same amount as the payment provider counts it, for its form in the browser. Missing where "
            "the provider has no such form. Add up those of the seats; convert nothing."
        ),
    )


class TakenSeatShape(serializers.Serializer[Any]):
    """A seat that nobody else can have."""

    id = Id()
    status = serializers.ChoiceField(choices=BookingStatus.values)
    mine = serializers.BooleanField(required=False, help_text="True on the seats of the X-Hold-Token.")


class SeatShape(serializers.Serializer[Any]):
    """A seat on the map."""

    id = Id()
    row = serializers.CharField()
    number = serializers.IntegerField()
    type = serializers.ChoiceField(choices=SeatType.values)
    x = serializers.FloatField(help_text="Centre, in seat widths from the left wall.")
    y = serializers.FloatField(help_text="Centre, in row pitches from the screen.")
    price = Money(help_text="All-in, at the default ticket type.")
    in_service = serializers.BooleanField(help_text="False: the seat is not offered.")
    status = serializers.ChoiceField(choices=SEAT_STATUSES)
    mine = serializers.BooleanField(required=False, help_text="True on the seats of the X-Hold-Token.")


class HallLayoutShape(serializers.Serializer[Any]):
    """A show with every seat of its hall, row by row."""

    show = ShowShape()
    hall = HallShape()
    ticket_types = TicketTypeShape(many=True)
    prices = serializers.DictField(
        child=PriceShape(many=True),
        help_text="Every price, by the seat's `type`; within one in the order of `ticket_types`.",
    )
    seats = SeatShape(many=True)


class AvailabilityShape(serializers.Serializer[Any]):
    """The taken seats of a show; all others are free."""

    show_id = Id()
    seats = TakenSeatShape(many=True)


class BestSeatShape(serializers.Serializer[Any]):
    """A seat that is proposed."""

    id = Id()
    row = serializers.CharField()
    number = serializers.IntegerField()
    type = serializers.ChoiceField(choices=SeatType.values)
    price = Money(help_text="All-in, at the default ticket type.")


class BestSeatsShape(serializers.Serializer[Any]):
    """Free seats for a party, row by row and from the left; none where nothing fits."""

    show_id = Id()
    count = serializers.IntegerField(help_text="As it was asked for.")
    together = serializers.BooleanField(help_text="Whether they are side by side in one row.")
    seats = BestSeatShape(many=True)
    seat_ids = serializers.ListField(child=Id(), help_text="The same, ready for `lock-seat`.")
    total = Money(help_text="All-in, at the default ticket type.")
    currency = Currency()


class HealthShape(serializers.Serializer[Any]):
    """All is well."""

    status = serializers.ChoiceField(choices=["ok"])


class ReadyDetailShape(serializers.Serializer[Any]):
    """Something that needs attention while the site works."""

    code = serializers.CharField(
        help_text="`orders-need-attention`: orders that a person has to look at; `rows-set-aside`: rows that"
        " a loop could not do; `emails-failing`: emails to customers that could not be sent."
    )
    count = serializers.IntegerField()


class ReadyShape(HealthShape):
    """It can work."""

    details = ReadyDetailShape(many=True, required=False, help_text="Absent when there is nothing to tell.")
